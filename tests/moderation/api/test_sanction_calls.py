"""The moderators' calls on sanctions and jobs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from discussion.models import Author
from moderation.flows.run_jobs import run_jobs
from moderation.models import Job, Membership, Sanction
from tests import factories
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import reader_token

pytestmark = pytest.mark.django_db

BASE = "/api/v1/moderation/"
A_UUID = "0192a000-0000-7000-8000-000000000000"
# Session, user, the sites (asked twice: permission and look-up), author, sanctions.
LIST_QUERIES = 6
SAID = {"clause": "hateful-language", "reasoning": "You abuse other readers."}


class Staff(Api):
    """A moderator's client: a session, and the CSRF token with each change."""

    def __init__(self, user):
        super().__init__()
        self._client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self._client.force_login(user)
        self._client.cookies["csrftoken"] = "t" * 32
        self._headers = {"X-CSRFToken": "t" * 32}


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def mal(article):
    return factories.make_author(article.site, "Mal")


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def senior(remy):
    return Staff(remy)


@pytest.fixture
def moderator(article):
    return Staff(factories.make_moderator(article.site))


def path_of(author):
    return f"{BASE}authors/{author.public_id}/sanctions/"


def work():
    while run_jobs(lambda: None, worker="test:1"):
        pass


def test_a_ban_is_imposed_seen_and_lifted(senior, mal):
    made = senior.post(path_of(mal), {"kind": "ban", "reason": "Enough.", "private_note": "Third."})
    assert made.status_code == 201, made.content
    assert made.json()["in_force"] is True
    seen = senior.get(path_of(mal)).json()
    assert (seen["restriction"], seen["until"]) == ("banned", None)
    assert [row["id"] for row in seen["results"]] == [made.json()["id"]]
    assert senior.send("DELETE", path_of(mal) + "?because=Mistake").status_code == 204
    seen = senior.get(path_of(mal)).json()
    assert (seen["restriction"], seen["results"][0]["lifted_because"]) == ("", "Mistake")
    assert senior.send("DELETE", path_of(mal)).status_code == 204  # nothing was left to lift


def test_one_sanction_is_lifted_by_name_and_only_once(senior, mal):
    hold, ban = (
        senior.post(path_of(mal), {"kind": kind, "reason": "Enough."}).json()["id"]
        for kind in ("always_hold", "ban")
    )
    assert senior.send("DELETE", f"{path_of(mal)}?sanction={ban}").status_code == 204
    assert senior.get(path_of(mal)).json()["restriction"] == "always_hold"
    again = senior.send("DELETE", f"{path_of(mal)}?sanction={ban}")
    assert_problem(again, 409, "sanction-over")
    assert_problem(senior.send("DELETE", f"{path_of(mal)}?sanction={A_UUID}"), 404, "not-found")
    assert Sanction.objects.get(public_id=hold).lifted_at is None


def test_a_moderator_holds_but_neither_bans_nor_lifts_a_ban(moderator, senior, mal):
    assert moderator.post(path_of(mal), {"kind": "always_hold", "reason": "R."}).status_code == 201
    refused = moderator.post(path_of(mal), {"kind": "ban", "reason": "R."})
    assert_problem(refused, 403, "not-allowed")
    senior.post(path_of(mal), {"kind": "ban", "reason": "R."})
    assert_problem(moderator.send("DELETE", path_of(mal)), 403, "not-allowed")
    assert Sanction.objects.filter(lifted_at=None).count() == 2  # all or none


@pytest.mark.parametrize(
    "said, status, code",
    [
        ({"kind": "ban", "reason": " "}, 422, "reason-required"),
        ({"kind": "ban", "reason": "R.", "clause": "no-such"}, 422, "unknown-clause"),
        ({"kind": "suspension", "reason": "R."}, 422, "sanction-end"),
        ({"kind": "ban", "reason": "R.", "ends_at": "2020-01-01T00:00:00Z"}, 422, "sanction-end"),
        ({"kind": "ban"}, 400, "invalid"),
        ({"kind": "hug", "reason": "R."}, 400, "invalid"),
        ({"kind": "ban", "reason": "R.", "until": None}, 400, "unknown-field"),
        ({"kind": "ban", "reason": "R.", "comment_id": A_UUID}, 404, "not-found"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(senior, mal, said, status, code):
    assert_problem(senior.post(path_of(mal), said), status, code)
    assert not Sanction.objects.exists()


def test_a_repeated_request_makes_one_sanction(senior, mal):
    said = {"kind": "warning", "reason": "Please."}
    first, second = (senior.post(path_of(mal), said, Idempotency_Key="one") for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    other = senior.post(path_of(mal), {**said, "reason": "Else."}, Idempotency_Key="one")
    assert_problem(other, 422, "idempotency-key-reused")
    assert Sanction.objects.count() == 1


def test_foreign_and_unknown_authors_are_none(senior):
    foreign = factories.make_author(factories.make_site("Foreign Times"), "Mal")
    for path in (path_of(foreign), f"{BASE}authors/{A_UUID}/sanctions/"):
        assert_problem(senior.get(path), 404, "not-found")
        assert_problem(senior.post(path, {"kind": "ban", "reason": "R."}), 404, "not-found")
        assert_problem(senior.send("DELETE", path), 404, "not-found")


def test_nobody_else_sees_or_does_anything(mal):
    for api in (Api(), Api("no token")):
        for method in ("GET", "POST", "DELETE"):
            assert api.send(method, path_of(mal), {}).status_code in {401, 403}


def test_a_job_is_started_followed_and_undone(senior, article, mal):
    held = [factories.held(article, author="Mal")]
    started = senior.post(
        f"{BASE}jobs/", {"kind": "reject_waiting", "author_id": str(mal.public_id), **SAID}
    )
    assert started.status_code == 202, started.content
    path = f"{BASE}jobs/{started.json()['id']}/"
    first = senior.get(path)
    assert (first.json()["state"], first.json()["done"]) == ("waiting", 0)
    assert senior.get(path, If_None_Match=first.headers["ETag"]).status_code == 304
    assert_problem(senior.post(f"{path}undo/"), 409, "job-running")
    work()
    now = senior.get(path, If_None_Match=first.headers["ETag"]).json()
    assert (now["state"], now["total"], now["counts"]["decided"]) == ("done", 1, 1)
    undo = senior.post(f"{path}undo/")
    assert (undo.status_code, undo.json()["undoes"]) == (202, now["id"])
    work()
    assert factories.fresh(held[0]).status == "held"
    assert senior.get(path).json()["undone_by"] == undo.json()["id"]
    assert_problem(senior.post(f"{path}undo/"), 409, "job-undone")


def test_a_job_is_stopped_once(senior, article, mal):
    body = {"kind": "rejudge", "site": article.site.slug}
    path = f"{BASE}jobs/{senior.post(f'{BASE}jobs/', body).json()['id']}/"
    assert senior.post(f"{path}stop/").json()["state"] == "stopped"
    assert_problem(senior.post(f"{path}stop/"), 409, "job-over")


@pytest.mark.parametrize(
    "body, status, code",
    [
        ({"kind": "reject_waiting"}, 400, "invalid"),
        ({"kind": "rejudge"}, 400, "invalid"),
        ({"kind": "undo"}, 400, "invalid"),
        ({"kind": "rejudge", "site": "nowhere"}, 404, "not-found"),
        ({"kind": "redecide_public", "author_id": A_UUID}, 404, "not-found"),
    ],
    ids=str,
)
def test_a_job_that_is_none_is_not_started(senior, body, status, code):
    assert_problem(senior.post(f"{BASE}jobs/", body), status, code)
    assert not Job.objects.exists()


def test_a_moderator_starts_stops_and_undoes_no_job(moderator, senior, article, mal):
    body = {"kind": "reject_waiting", "author_id": str(mal.public_id), **SAID}
    assert_problem(moderator.post(f"{BASE}jobs/", body), 403, "not-allowed")
    path = f"{BASE}jobs/{senior.post(f'{BASE}jobs/', body).json()['id']}/"
    assert moderator.get(path).status_code == 200
    assert_problem(moderator.post(f"{path}stop/"), 403, "not-allowed")
    work()
    assert_problem(moderator.post(f"{path}undo/"), 403, "not-allowed")


def test_another_sites_job_is_none(article, senior, mal):
    body = {"kind": "rejudge", "site": article.site.slug}
    path = f"{BASE}jobs/{senior.post(f'{BASE}jobs/', body).json()['id']}/"
    elsewhere = factories.make_site("Foreign Times")
    stranger = Staff(factories.make_moderator(elsewhere, "ria", Membership.Role.SENIOR_MODERATOR))
    assert_problem(stranger.get(path), 404, "not-found")
    assert_problem(stranger.post(f"{path}stop/"), 404, "not-found")
    assert_problem(stranger.post(f"{BASE}jobs/", body), 404, "not-found")


def test_the_refused_author_is_told_until_when_and_why(senior, article, mal):
    end = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    senior.post(
        path_of(mal),
        {"kind": "suspension", "reason": "You insult others.", "ends_at": end.isoformat()},
    )
    assert Author.objects.get(pk=mal.pk).restriction == "suspended"
    reader = Api(reader_token(article.site, "mal"))
    answer = reader.post(f"articles/{article.public_id}/comments/", {"body": "Hello again."})
    problem = assert_problem(answer, 403, "author-banned")
    assert problem["restriction"]["reason"] == "You insult others."
    assert problem["restriction"]["until"] == f"{end:%Y-%m-%dT%H:%M:%S}.000Z"
    assert "You insult others." in problem["detail"]


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_however_long(
    senior, remy, article, mal, many, django_assert_num_queries
):
    for number in range(many):
        Sanction.objects.create(
            site=article.site, author=mal, kind="warning", reason=str(number), imposed_by=remy
        )
    with django_assert_num_queries(LIST_QUERIES):
        assert len(senior.get(path_of(mal)).json()["results"]) == many
