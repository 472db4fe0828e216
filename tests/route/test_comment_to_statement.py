"""The road of one comment, told through HTTP with a real worker, a real broker and the real model.

Read from top to bottom, these stories are the manual.
"""

import http
from functools import partial

from django.test import Client as DjangoClient

from discussion.models import Comment, Decision
from discussion.verification import ledger_faults
from moderation.models import ReviewItem, Screening
from tests import factories
from tests.route.http import Answer, Client
from tests.services.at_once import at_once
from tests.services.broker_away import broker_away
from tests.services.until import until

FRIENDLY = "Thank you for this careful report, I learned a lot."
RUDE = "Shut up, you pathetic moron."


def status_of(client: Client, posted: Answer) -> str:
    return client.get(f"/api/v1/comments/{posted.json['id']}/").json["status"]


def judged(client: Client, posted: Answer) -> str:
    """The status that its author sees once it is no longer pending."""
    until(lambda: status_of(client, posted) != "pending", what="a judgement")
    return status_of(client, posted)


def texts(page: Answer) -> str:
    return str([comment["body_html"] for comment in page.json["results"]])


def test_a_friendly_comment_is_published(start_worker, reader, anybody, comments_url):
    start_worker()
    ada = reader("Ada")
    posted = ada.post(comments_url, {"body": FRIENDLY})
    assert (posted.status, posted.json["status"]) == (202, "pending")
    assert posted.headers["Location"].endswith(f"/comments/{posted.json['id']}/")
    assert judged(ada, posted) == "published"
    assert "careful report" in texts(anybody.get(comments_url))


def test_a_rude_comment_is_held_and_its_author_can_read_why(
    start_worker, reader, anybody, comments_url
):
    start_worker()
    mal = reader("Mal")
    posted = mal.post(comments_url, {"body": RUDE})
    assert judged(mal, posted) == "held"
    assert anybody.get(comments_url).json["results"] == []
    assert anybody.get(f"/api/v1/comments/{posted.json['id']}/").status == http.HTTPStatus.NOT_FOUND
    statement = mal.get(f"/api/v1/comments/{posted.json['id']}/decision/").json
    assert "Hateful language" in str(statement)
    assert ReviewItem.objects.get().clauses == ["hateful-language"]


def test_nobody_sees_a_comment_before_it_is_judged(reader, anybody, comments_url):
    ada, ben = reader("Ada"), reader("Ben")
    posted = ada.post(comments_url, {"body": FRIENDLY})
    assert anybody.get(comments_url).json["results"] == []
    assert ben.get(f"/api/v1/comments/{posted.json['id']}/").status == 404
    assert ada.get(f"/api/v1/comments/{posted.json['id']}/").json["status"] == "pending"


def test_an_edit_is_judged_while_the_old_text_stays(start_worker, reader, anybody, comments_url):
    worker = start_worker()
    ada = reader("Ada")
    posted = ada.post(comments_url, {"body": FRIENDLY})
    judged(ada, posted)
    worker.stop()
    mine = ada.get(f"/api/v1/comments/{posted.json['id']}/")
    edit = ada.patch(
        f"/api/v1/comments/{posted.json['id']}/",
        {"body": "Thank you, a better second thought."},
        If_Match=mine.headers["ETag"],
    )
    assert edit.status == 202
    assert "careful report" in texts(anybody.get(comments_url))
    start_worker()
    until(lambda: "second thought" in texts(anybody.get(comments_url)), what="the new text")


def test_a_scorer_that_gives_no_numbers_publishes_nothing(
    start_worker, reader, anybody, comments_url
):
    start_worker(stub=True)
    ada = reader("Ada")
    posted = ada.post(comments_url, {"body": "STUB:NAN but a nice text"})
    assert judged(ada, posted) == "held"
    assert anybody.get(comments_url).json["results"] == []
    assert ReviewItem.objects.get().reasons == ["not-scored"]


def test_a_text_that_kills_its_worker_goes_to_a_person_and_the_others_are_judged(
    start_worker, reader, comments_url
):
    start_worker(stub=True, LEASE_SECONDS="2")
    mal = reader("Mal")
    poison = mal.post(comments_url, {"body": "STUB:OOM now"})
    friendly = [reader(f"Ada{n}").post(comments_url, {"body": FRIENDLY}) for n in range(3)]
    assert judged(mal, poison) == "held"
    assert Screening.objects.get(revision__comment__public_id=poison.json["id"]).attempts == 4
    until(lambda: not Screening.objects.filter(finished_at=None).exists())
    published = Comment.objects.filter(status="published").values_list("public_id", flat=True)
    assert {str(pk) for pk in published} == {post.json["id"] for post in friendly}


def test_a_text_that_hangs_its_worker_goes_to_a_person(start_worker, reader, comments_url):
    start_worker(stub=True, LEASE_SECONDS="2", TEXT_SECONDS="1")
    mal = reader("Mal")
    posted = mal.post(comments_url, {"body": "STUB:HANG now"})
    assert judged(mal, posted) == "held"


def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(
    start_worker, reader, comments_url
):
    first = start_worker(stub=True, TEXT_SECONDS="60", LEASE_SECONDS="3")
    slow = reader("Mal").post(comments_url, {"body": "STUB:SLOW_20S"})
    until(lambda: Screening.objects.filter(attempts=1).exists(), what="a claim")
    posted = [reader(f"Ada{n}").post(comments_url, {"body": f"{FRIENDLY} {n}"}) for n in range(5)]
    first.kill()
    assert Comment.objects.filter(status="pending").count() == 6
    start_worker()
    until(lambda: not Comment.objects.filter(status="pending").exists(), what="all judged")
    assert Decision.objects.count() == len(posted) + len([slow])
    assert list(ledger_faults()) == []


def test_posting_does_not_wait_for_a_broker_that_is_away(start_worker, reader, comments_url):
    ada = reader("Ada")
    with broker_away():
        posted = ada.post(comments_url, {"body": FRIENDLY})
        assert posted.status == 202
        start_worker()
        assert judged(ada, posted) == "published"


def test_of_two_moderators_at_once_one_wins_and_the_other_sees_the_new_state(
    start_worker, reader, site, comments_url, live_server
):
    start_worker()
    mal = reader("Mal")
    posted = mal.post(comments_url, {"body": RUDE})
    judged(mal, posted)
    moderators = [_signed_in(factories.make_moderator(site, name)) for name in ("rosa", "remy")]
    actions = [{"action": "publish"}, REJECT]
    version = str(Comment.objects.get().version)

    def decide(moderator: DjangoClient, body: dict[str, str]) -> Answer:
        client = Client(live_server.url, headers=_session(moderator))
        path = f"/api/v1/moderation/comments/{posted.json['id']}/decisions/"
        return client.post(path, body, If_Match=f'"{version}"')

    answers = at_once(*(partial(decide, *pair) for pair in zip(moderators, actions, strict=True)))
    assert sorted(answer.status for answer in answers) == [201, 412]
    (refused,) = (answer.json for answer in answers if answer.status == 412)
    assert refused["code"] == "stale"
    assert Decision.objects.filter(actor_kind="person").count() == 1


REJECT = {
    "action": "reject",
    "clause": "hateful-language",
    "reasoning": "It insults another reader.",
}


def _signed_in(user: object) -> DjangoClient:
    client = DjangoClient()
    client.force_login(user)
    return client


def _session(client: DjangoClient) -> dict[str, str]:
    token = "t" * 32
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    return {"Cookie": cookies, "X-CSRFToken": token}


def test_held_then_rejected_by_a_person_the_author_reads_the_reasoning(
    start_worker, reader, site, comments_url, live_server
):
    start_worker()
    mal = reader("Mal")
    posted = mal.post(comments_url, {"body": RUDE})
    judged(mal, posted)
    client = Client(live_server.url, headers=_session(_signed_in(factories.make_moderator(site))))
    version = Comment.objects.get().version
    path = f"/api/v1/moderation/comments/{posted.json['id']}/decisions/"
    assert client.post(path, REJECT).status == 428
    assert client.post(path, {"action": "reject"}, If_Match=f'"{version}"').status == 422
    assert client.post(path, REJECT, If_Match=f'"{version}"').status == 201
    statement = mal.get(f"/api/v1/comments/{posted.json['id']}/decision/").json
    assert "It insults another reader." in str(statement)
    assert statement["decided_by"] == "person"
    assert "rosa" not in str(statement)
