"""Appeals over HTTP: the author's side, and the desk's."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion.models import Statement
from moderation.flows.open_appeal import open_appeal
from moderation.models import Appeal, Membership
from moderation.policy.types import Outcome
from tests import factories
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import reader_token
from tests.moderation.api.test_moderators_calls import Staff

pytestmark = pytest.mark.django_db

SENIOR = Membership.Role.SENIOR_MODERATOR
WORDS = {"words": "I quoted somebody else."}


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa", SENIOR)


@pytest.fixture
def remy(article):
    return Staff(factories.make_moderator(article.site, "remy", SENIOR))


@pytest.fixture
def mal(article):
    return Api(reader_token(article.site, "mal"))


def rejected_by(rosa, article, author="Mal"):
    comment = factories.held(article, author=author)
    factories.decide(comment, rosa, Outcome.REJECT)
    return factories.fresh(comment)


@pytest.fixture
def rejected(article, rosa):
    return rejected_by(rosa, article)


@pytest.fixture
def appeal(rejected):
    return open_appeal(rejected, author=rejected.author, words=WORDS["words"])


def appeals_of(comment):
    return f"comments/{comment.public_id}/appeals/"


class TestOpening:
    def test_it_is_answered_with_201_and_its_place(self, rejected, mal):
        answer = mal.post(appeals_of(rejected), WORDS)
        assert answer.status_code == 201
        shown = answer.json()
        assert (shown["state"], shown["words"], shown["reasoning"]) == ("open", WORDS["words"], "")
        statement = mal.get(f"comments/{rejected.public_id}/decision/").json()
        assert shown["statement_id"] == statement["id"]
        assert answer.headers["Location"].endswith(f"/api/v1/appeals/{shown['id']}/")
        assert mal.get(f"appeals/{shown['id']}/").json() == shown

    def test_a_repeated_request_gets_the_same_answer(self, rejected, mal):
        first = mal.post(appeals_of(rejected), WORDS, Idempotency_Key="k-1")
        again = mal.post(appeals_of(rejected), WORDS, Idempotency_Key="k-1")
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.content == again.content
        other = mal.post(appeals_of(rejected), {"words": "Else."}, Idempotency_Key="k-1")
        assert_problem(other, 422, "idempotency-key-reused")

    def test_a_second_one_is_refused(self, rejected, mal):
        mal.post(appeals_of(rejected), WORDS)
        assert_problem(mal.post(appeals_of(rejected), WORDS), 409, "appeal-exists")

    def test_a_late_one_is_refused(self, rejected, article):
        until = Statement.objects.get(decision=rejected.decision).appeal_until
        with time_machine.travel(until + timedelta(minutes=1)):
            late = Api(reader_token(article.site, "mal")).post(appeals_of(rejected), WORDS)
        assert_problem(late, 403, "appeal-deadline")

    def test_it_is_the_authors_alone(self, rejected, article):
        ben = Api(reader_token(article.site, "ben"))
        assert_problem(ben.post(appeals_of(rejected), WORDS), 404, "not-found")
        assert_problem(Api().post(appeals_of(rejected), WORDS), 401, "not-authenticated")

    def test_also_where_others_see_a_tombstone(self, article, rosa):
        root = factories.published(article, author="Mal")
        factories.published(article, "I see it otherwise.", author="Ben", parent=root)
        factories.decide(root, rosa, Outcome.REJECT)
        ben = Api(reader_token(article.site, "ben"))
        assert_problem(ben.post(appeals_of(root), WORDS), 404, "not-found")

    def test_what_nothing_restricts(self, article, mal):
        public = factories.published(article, author="Mal")
        assert_problem(mal.post(appeals_of(public), WORDS), 404, "nothing-to-appeal")

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"words": " "}, "words-required"),
            ({}, "invalid"),
            ({"words": "x" * 4_001}, "invalid"),
            ({"words": 7}, "invalid"),
            ({**WORDS, "state": "overturned"}, "unknown-field"),
        ],
        ids=str,
    )
    def test_what_is_not_right_is_refused(self, rejected, mal, said, code):
        assert_problem(mal.post(appeals_of(rejected), said), 400, code)
        assert not Appeal.objects.exists()


class TestWhatMayBeDone:
    """`can.appeal` is true exactly where the call succeeds."""

    def can(self, api, comment):
        return api.get(f"comments/{comment.public_id}/").json()["can"]["appeal"]

    def test_once(self, rejected, mal):
        assert self.can(mal, rejected) is True
        mal.post(appeals_of(rejected), WORDS)
        assert self.can(mal, rejected) is False

    def test_in_time(self, rejected, article):
        until = Statement.objects.get(decision=rejected.decision).appeal_until
        with time_machine.travel(until + timedelta(minutes=1)):
            assert self.can(Api(reader_token(article.site, "mal")), rejected) is False

    def test_where_something_restricts(self, article, mal, rosa):
        public = factories.published(article, author="Mal")
        pending = factories.make_comment(article, "Not judged yet.", author="Mal")
        assert [self.can(mal, comment) for comment in (public, pending)] == [False, False]
        for outcome, can in [(Outcome.REJECT, True), (Outcome.PUBLISH, False)]:
            factories.decide(public, rosa, outcome)
            assert self.can(mal, public) is can

    def test_a_rejected_edit(self, article, mal, rosa):
        comment = factories.published(article, author="Mal")
        etag = mal.get(f"comments/{comment.public_id}/").headers["ETag"]
        path = f"comments/{comment.public_id}/"
        mal.send("PATCH", path, {"body": "You idiot."}, If_Match=etag)
        assert self.can(mal, comment) is False
        factories.screen()
        assert self.can(mal, comment) is True  # held: a restriction as well
        factories.decide(comment, rosa, Outcome.REJECT)
        assert self.can(mal, comment) is True
        assert mal.post(appeals_of(comment), WORDS).status_code == 201
        assert self.can(mal, comment) is False

    def test_not_what_was_withdrawn(self, article, mal):
        held = factories.held(article)
        mal.send("DELETE", f"comments/{held.public_id}/")
        assert self.can(mal, held) is False
        assert_problem(mal.post(appeals_of(held), WORDS), 404, "nothing-to-appeal")


class TestSeeing:
    def test_its_author_and_the_sites_staff(self, appeal, mal, remy):
        path = f"/api/v1/appeals/{appeal.public_id}/"
        assert mal.get(path).status_code == 200
        assert remy.client.get(path).json()["words"] == WORDS["words"]

    def test_nobody_else(self, appeal, article):
        path = f"/api/v1/appeals/{appeal.public_id}/"
        assert_problem(Api(reader_token(article.site, "ben")).get(path), 404, "not-found")
        elsewhere = factories.make_site("Elsewhere")
        assert_problem(Api(reader_token(elsewhere, "mal")).get(path), 404, "not-found")
        stranger = Staff(factories.make_moderator(elsewhere, "eli", SENIOR))
        assert stranger.client.get(path).status_code == 404
        assert Api().get(path).status_code == 401

    def test_the_author_learns_the_answer_and_not_who_gave_it(self, appeal, mal, remy):
        said = {"action": "uphold", "reasoning": "It is no quotation.", "private_note": "secret"}
        remy.send("POST", f"appeals/{appeal.public_id}/decision/", said)
        shown = mal.get(f"appeals/{appeal.public_id}/").json()
        assert (shown["state"], shown["reasoning"]) == ("upheld", "It is no quotation.")
        assert not {"remy", "secret"} & set(str(shown).replace("'", " ").split())


class TestDesk:
    def test_the_list_has_both_sides(self, appeal, remy):
        [shown] = remy.get("appeals/").json()["results"]
        assert shown["words"] == WORDS["words"]
        assert shown["body_text"] == "You idiot."
        assert shown["decision"]["decided_by"] == {"kind": "person", "name": "rosa"}
        assert shown["decision"]["reasoning"] == "It abuses another reader."
        assert shown["decision"]["why"]["clauses"][0]["id"] == "hateful-language"
        assert (shown["allowed_actions"], shown["refusal"]) == (["uphold", "overturn"], "")

    def test_who_decided_before_is_told_so(self, appeal, rosa):
        [shown] = Staff(rosa).get("appeals/").json()["results"]
        assert (shown["allowed_actions"], shown["refusal"]) == ([], "same-person")

    @pytest.mark.parametrize(
        ("query", "found"),
        [({}, 1), ({"site": "the-daily-ledger"}, 1), ({"state": "upheld"}, 0)],
        ids=str,
    )
    def test_it_is_filtered(self, appeal, remy, query, found):
        assert len(remy.get("appeals/", **query).json()["results"]) == found

    def test_a_foreign_site_is_nowhere(self, appeal, remy):
        factories.make_site("Elsewhere")
        assert_problem(remy.get("appeals/", site="elsewhere"), 404, "not-found")

    def test_pages_lose_and_repeat_nothing(self, article, rosa, remy):
        made = [rejected_by(rosa, article, f"Mal {number}") for number in range(5)]
        ids = [
            str(open_appeal(comment, author=comment.author, words="Why?").public_id)
            for comment in made
        ]
        seen, path, query = [], "appeals/", {"limit": 2}
        while path:
            page = remy.get(path, **query).json()
            seen += [appeal["id"] for appeal in page["results"]]
            path, query = (page["next"] or "").removeprefix("/api/v1/moderation/"), {}
        assert seen == ids

    def test_it_costs_the_same_queries_for_any_number(self, article, rosa, appeal, remy):
        first = queries(remy)
        for number in range(4):
            comment = rejected_by(rosa, article, f"Mal {number}")
            open_appeal(comment, author=comment.author, words="Why?")
        assert queries(remy) == first <= 12

    @pytest.mark.parametrize(
        ("action", "state", "status"),
        [("overturn", "overturned", "published"), ("uphold", "upheld", "rejected")],
    )
    def test_it_is_decided(self, appeal, remy, action, state, status):
        said = {"action": action, "reasoning": "I read it anew.", "private_note": "a note"}
        answer = remy.send("POST", f"appeals/{appeal.public_id}/decision/", said)
        assert answer.status_code == 201
        shown = answer.json()
        assert (shown["state"], shown["decided_by"]) == (state, "remy")
        assert (shown["comment_status"], shown["private_note"]) == (status, "a note")
        assert shown["allowed_actions"] == []

    @pytest.mark.parametrize(
        ("said", "status", "code"),
        [
            ({"action": "uphold"}, 422, "reason-required"),
            ({"action": "perhaps", "reasoning": "x"}, 400, "invalid"),
            ({"action": "uphold", "reasoning": "x" * 4_001}, 400, "invalid"),
        ],
        ids=str,
    )
    def test_what_is_no_answer_is_refused(self, appeal, remy, said, status, code):
        answer = remy.send("POST", f"appeals/{appeal.public_id}/decision/", said)
        assert_problem(answer, status, code)
        assert Appeal.objects.get().state == "open"

    def test_not_by_the_same_person_nor_another_role_nor_twice(self, article, appeal, rosa, remy):
        path = f"appeals/{appeal.public_id}/decision/"
        said = {"action": "uphold", "reasoning": "It stands."}
        assert_problem(Staff(rosa).send("POST", path, said), 403, "same-person")
        max_ = Staff(factories.make_moderator(article.site, "max"))
        assert_problem(max_.send("POST", path, said), 403, "not-allowed")
        assert remy.send("POST", path, said).status_code == 201
        assert_problem(remy.send("POST", path, said), 409, "appeal-settled")

    def test_another_sites_appeal_is_nowhere(self, appeal):
        stranger = Staff(factories.make_moderator(factories.make_site("Elsewhere"), "eli", SENIOR))
        said = {"action": "uphold", "reasoning": "It stands."}
        answer = stranger.send("POST", f"appeals/{appeal.public_id}/decision/", said)
        assert_problem(answer, 404, "not-found")

    def test_it_needs_the_csrf_token(self, appeal, remy):
        said = {"action": "uphold", "reasoning": "It stands."}
        answer = remy.send("POST", f"appeals/{appeal.public_id}/decision/", said, csrf=False)
        assert answer.status_code == 403
        assert Appeal.objects.get().state == "open"


def queries(desk):
    with CaptureQueriesContext(connection) as captured:
        assert desk.get("appeals/").status_code == 200
    return len(captured)
