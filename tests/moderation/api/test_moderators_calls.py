"""The moderators' calls over HTTP: the queue, decisions, claims, several at once."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from discussion.models import Decision
from moderation.models import Membership, QueueLabel, ReviewItem, SavedView
from moderation.policy.types import Outcome
from moderation.queue import join_item
from tests import factories
from tests.api_calls import assert_problem

pytestmark = pytest.mark.django_db

BASE = "/api/v1/moderation/"


class Staff:
    """A moderator's client: a session, and the CSRF token with each change."""

    def __init__(self, user):
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(user)
        self.client.cookies["csrftoken"] = "t" * 32

    def get(self, path, **query):
        return self.client.get(BASE + path, query)

    def send(self, method, path, data=None, *, csrf=True, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if csrf:
            sent["X-CSRFToken"] = "t" * 32
        return self.client.generic(
            method, BASE + path, _json(data), content_type="application/json", headers=sent
        )

    def decide(self, comment, action="publish", *, version=None, **said):
        seen = factories.fresh(comment).version if version is None else version
        path = f"comments/{comment.public_id}/decisions/"
        return self.send("POST", path, {"action": action, **said}, If_Match=f'"{seen}"')


def _json(data):
    return json.dumps(data) if data is not None else ""


@pytest.fixture
def article():
    return factories.make_article(section="World")


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa")


@pytest.fixture
def desk(rosa):
    return Staff(rosa)


@pytest.fixture
def rude(article):
    return factories.held(article)


@pytest.fixture
def foreign():
    return factories.held(factories.make_article(factories.make_site("Foreign Times")))


def test_an_item_says_what_why_how_sure_since_when_and_what_may_be_done(desk, rude):
    [item] = desk.get("queue/").json()["results"]
    assert item["comment"]["id"] == str(rude.public_id)
    assert item["comment"]["body_text"] == "You idiot."
    assert item["why"]["clauses"][0] == {
        "id": "hateful-language",
        "title": "Hateful language",
        "wording": "No hatred of people for who they are.",
    }
    assert {"attribute": "toxicity", "value": 0.99}.items() <= item["signals"][0].items()
    assert item["claim"] is None
    assert item["version"] == rude.version
    assert item["allowed_actions"] == ["publish", "hold", "reject"]


@pytest.mark.parametrize(
    "query, found",
    [
        ({"reason": "hateful-language"}, 1),
        ({"reason": "not-scored"}, 0),
        ({"section": "World"}, 1),
        ({"section": "Sport"}, 0),
        ({"site": "the-daily-ledger"}, 1),
        ({"clause": "hateful-language"}, 1),
        ({"clause": "no-such-clause"}, 0),
        ({"view": "highest"}, 1),
        ({"view": "reported"}, 0),
        ({"view": "clause-hateful-language", "section": "World"}, 1),
    ],
    ids=str,
)
def test_the_queue_is_filtered(desk, rude, query, found):
    assert len(desk.get("queue/", **query).json()["results"]) == found


def test_an_item_says_why_it_stands_where_it_does(desk, rude):
    [item] = desk.get("queue/").json()["results"]
    assert (item["reports"], item["order"][:25]) == (0, "harm 0.99 x reach 1.0 x w")


@pytest.mark.parametrize("view", ["no-such-view", "saved-1", "saved-x"])
def test_a_view_that_is_not_the_users_is_not_there(desk, rude, view):
    stranger = factories.make_moderator(factories.make_site("Foreign Times"), "stranger")
    SavedView.objects.create(pk=1, owner=stranger, name="Mine")
    assert_problem(desk.get("queue/", view=view), 404, "not-found")


def test_a_younger_item_of_more_harm_overtakes_and_waiting_makes_up_for_it(desk, article):
    with time_machine.travel("2026-11-01T00:00:00Z", tick=False):
        older = factories.held(article)
    ReviewItem.objects.filter(comment=older).update(priority=0.5)
    join_item(older.revisions.get(), reasons=())
    for hours, first in ((1, "younger"), (12, "older")):
        with time_machine.travel(datetime(2026, 11, 1, hours, tzinfo=UTC), tick=False):
            younger = factories.held(article, author=f"Mal {hours}")
            page = desk.get("queue/", limit=1).json()["results"]
            expected = {"younger": younger, "older": older}[first]
            assert page[0]["comment"]["id"] == str(expected.public_id)
            ReviewItem.objects.filter(comment=younger).update(closed_at=timezone.now())
            QueueLabel.objects.filter(item__comment=younger).delete()


def test_a_long_queue_comes_in_pages_that_lose_and_repeat_nothing(desk, article):
    comments = [factories.held(article, author=f"Mal {number}") for number in range(5)]
    seen, path, query = [], "queue/", {"limit": 2}
    while path:
        page = desk.get(path, **query).json()
        seen += [item["comment"]["id"] for item in page["results"]]
        path, query = (page["next"] or "").removeprefix(BASE), {}
        if len(seen) == 2:  # what the cursor names may be decided meanwhile
            desk.decide(comments[1])
    assert seen == [str(comment.public_id) for comment in comments]


def test_the_queue_costs_the_same_queries_for_any_number_of_items(
    desk, article, django_assert_num_queries
):
    factories.held(article)
    with django_assert_num_queries(QUERIES):
        desk.get("queue/")
    for number in range(10):
        factories.make_comment(article, "You idiot.", author=f"Mal {number}")
    factories.screen()
    with django_assert_num_queries(QUERIES):
        assert len(desk.get("queue/").json()["results"]) == 11


QUERIES = 8


def test_a_decision_is_stored_and_answered_with_the_new_state(desk, rude, rosa):
    said = {"clause": "hateful-language", "reasoning": "Too rude.", "private_note": "again"}
    answer = desk.decide(rude, "reject", **said)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["outcome"], body["comment_status"]) == ("reject", "rejected")
    assert body["decided_by"] == {"kind": "person", "name": "rosa"}
    assert answer.headers["ETag"] == f'"{factories.fresh(rude).version}"'
    assert factories.fresh(rude).decision.text.private_note == "again"


def test_a_decision_without_if_match_is_refused(desk, rude):
    path = f"comments/{rude.public_id}/decisions/"
    assert_problem(desk.send("POST", path, {"action": "publish"}), 428, "if-match-required")


def test_the_second_gets_412_with_the_present_state_and_overwrites_nothing(desk, rude):
    seen = rude.version
    remy = factories.make_moderator(rude.site, "remy")
    factories.decide(rude, remy, Outcome.PUBLISH)
    problem = assert_problem(desk.decide(rude, "hold", version=seen), 412, "stale")
    assert problem["present"]["status"] == "published"
    assert problem["present"]["decision"]["decided_by"]["name"] == "remy"
    assert Decision.objects.filter(comment=rude).count() == 2


@pytest.mark.parametrize(
    "said, code",
    [
        ({}, "reason-required"),
        ({"clause": "hateful-language"}, "reason-required"),
        ({"clause": "no-such", "reasoning": "x"}, "unknown-clause"),
    ],
    ids=str,
)
def test_a_rejection_needs_a_known_clause_and_a_reasoning(desk, rude, said, code):
    assert_problem(desk.decide(rude, "reject", **said), 422, code)
    assert factories.fresh(rude).status == "held"


@pytest.mark.parametrize("data", [{}, {"action": "delete"}, {"action": "publish", "status": "x"}])
def test_a_wrong_input_is_refused(desk, rude, data):
    path = f"comments/{rude.public_id}/decisions/"
    answer = desk.send("POST", path, data, If_Match=f'"{rude.version}"')
    assert answer.status_code == 400
    assert factories.fresh(rude).status == "held"


def test_a_change_without_the_csrf_token_is_refused(desk, rude):
    path = f"comments/{rude.public_id}/decisions/"
    answer = desk.send("POST", path, {"action": "publish"}, csrf=False, If_Match='"2"')
    assert answer.status_code == 403
    assert factories.fresh(rude).status == "held"


def test_another_sites_comments_are_not_there(desk, rude, foreign):
    listed = [item["comment"]["id"] for item in desk.get("queue/").json()["results"]]
    assert listed == [str(rude.public_id)]
    assert_problem(desk.get("queue/", site="foreign-times"), 404, "not-found")
    assert_problem(desk.decide(foreign), 404, "not-found")
    for method in ("PUT", "DELETE"):
        answer = desk.send(method, f"comments/{foreign.public_id}/claim/")
        assert_problem(answer, 404, "not-found")
    assert factories.fresh(foreign).status == "held"


def test_readers_and_staff_without_a_role_are_refused(client, rude):
    assert client.get(f"{BASE}queue/").status_code == 403
    nobody = factories.make_moderator(rude.site, "nobody")
    nobody.memberships.all().delete()
    assert_problem(Staff(nobody).get("queue/"), 403, "not-staff")


def test_who_only_sees_may_read_and_not_decide(rude):
    audrey = Staff(factories.make_moderator(rude.site, "audrey", Membership.Role.AUDITOR))
    [item] = audrey.get("queue/").json()["results"]
    assert item["allowed_actions"] == []
    assert_problem(audrey.decide(rude), 403, "not-allowed")
    assert_problem(audrey.send("PUT", f"comments/{rude.public_id}/claim/"), 403, "not-allowed")


def test_a_claim_is_shown_to_others_refuses_them_and_is_given_back(desk, rude):
    path = f"comments/{rude.public_id}/claim/"
    answer = desk.send("PUT", path)
    assert (answer.status_code, answer.json()["claim"]["by"]) == (200, "rosa")
    remy = Staff(factories.make_moderator(rude.site, "remy"))
    assert_problem(remy.send("PUT", path), 409, "claimed")
    assert remy.send("DELETE", path).status_code == 204
    assert ReviewItem.objects.get(comment=rude).claimed_by is not None
    assert desk.send("DELETE", path).status_code == 204
    assert remy.send("PUT", path).status_code == 200


def test_an_own_claim_is_taken_again(desk, rude):
    path = f"comments/{rude.public_id}/claim/"
    assert [desk.send("PUT", path).status_code for _ in range(2)] == [200, 200]


def bulk(desk, *decisions):
    return desk.send("POST", "bulk-decisions/", {"decisions": list(decisions)})


def publish(comment, **said):
    return {
        "comment_id": str(comment.public_id),
        "version": comment.version,
        "action": "publish",
        **said,
    }


def test_a_bulk_has_one_result_for_each(desk, rude, article):
    other = factories.held(article, author="Ben")
    third = factories.held(article, author="Mo")
    answer = bulk(desk, publish(rude), publish(other, version=1), publish(third, action="reject"))
    results = answer.json()["results"]
    assert [(r["decided"], r["code"], r["status"]) for r in results] == [
        (True, "", "published"),
        (False, "stale", "held"),
        (False, "reason-required", "held"),
    ]


def test_a_bulk_with_a_foreign_comment_decides_nothing(desk, rude, foreign):
    assert_problem(bulk(desk, publish(rude), publish(foreign)), 404, "not-found")
    assert factories.fresh(rude).status == "held"


@pytest.mark.parametrize("count", [0, 101])
def test_a_bulk_is_of_one_to_a_hundred(desk, rude, count):
    assert bulk(desk, *[publish(rude)] * count).status_code == 400


def test_the_same_comment_twice_in_a_bulk_is_decided_once(desk, rude):
    results = bulk(desk, publish(rude), publish(rude, action="hold")).json()["results"]
    assert [r["code"] for r in results] == ["", "stale"]
    assert factories.fresh(rude).status == "published"
