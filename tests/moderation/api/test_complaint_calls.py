"""Reports and notices over HTTP."""

import pytest

from moderation.models import Notice, Report
from tests import factories
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import reader_token

pytestmark = pytest.mark.django_db

NOTICE = {
    "explanation": "It threatens my neighbour.",
    "name": "Ida",
    "email": "ida@example.org",
    "good_faith": True,
}


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def comment(article):
    return factories.published(article, author="Mal")


@pytest.fixture
def ben(article):
    return Api(reader_token(article.site, "ben"))


@pytest.fixture
def mal(article):
    return Api(reader_token(article.site, "mal"))


def reports_of(comment):
    return f"comments/{comment.public_id}/reports/"


class TestReports:
    def test_it_is_answered_with_201_and_repeated_with_200(self, comment, ben):
        said = {"reason": "hateful-language", "text": "Line two."}
        first = ben.post(reports_of(comment), said)
        again = ben.post(reports_of(comment), {"reason": "other"})
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert first.json() == {
            "id": str(Report.objects.get().public_id),
            "comment_id": str(comment.public_id),
            **said,
            "created_at": first.json()["created_at"],
        }
        assert first.headers["Cache-Control"] == "private, no-store"

    def test_a_reader_who_never_wrote_may_report(self, comment, article):
        newcomer = Api(reader_token(article.site, "newcomer"))
        assert newcomer.post(reports_of(comment), {"reason": "other"}).status_code == 201

    def test_not_ones_own(self, comment, mal):
        assert_problem(mal.post(reports_of(comment), {"reason": "other"}), 403, "own-comment")

    def test_only_readers(self, comment):
        answer = Api().post(reports_of(comment), {"reason": "other"})
        assert_problem(answer, 401, "not-authenticated")

    def test_of_the_comments_own_site(self, comment):
        stranger = Api(reader_token(factories.make_site("Elsewhere"), "ben"))
        answer = stranger.post(reports_of(comment), {"reason": "other"})
        assert_problem(answer, 403, "other-site")

    def test_who_was_banned_may_not(self, comment, ben):
        factories.make_author(comment.site, "Ben", restriction="banned")
        assert_problem(ben.post(reports_of(comment), {"reason": "other"}), 403, "author-banned")

    def test_what_nobody_sees_is_nowhere(self, article, ben):
        answer = ben.post(reports_of(factories.held(article)), {"reason": "other"})
        assert_problem(answer, 404, "not-found")

    def test_a_tombstone_cannot_be_reported(self, article, comment, mal, ben):
        factories.published(article, "I see it otherwise.", author="Ada", parent=comment)
        mal.send("DELETE", f"comments/{comment.public_id}/")
        assert_problem(ben.post(reports_of(comment), {"reason": "other"}), 409, "comment-gone")

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"reason": "boring"}, "unknown-reason"),
            ({"reason": ""}, "invalid"),
            ({}, "invalid"),
            ({"reason": "other", "text": "x" * 2_001}, "invalid"),
            ({"reason": "other", "text": "a\x07b"}, "invalid"),
            ({"reason": "other", "weight": 1}, "unknown-field"),
        ],
    )
    def test_what_is_not_right_is_refused(self, comment, ben, said, code):
        assert_problem(ben.post(reports_of(comment), said), 400, code)
        assert not Report.objects.exists()

    def test_reports_have_a_limit_of_their_own(self, article, comment, ben, settings):
        settings.THROTTLES = {**settings.THROTTLES, "report": "1/hour"}
        assert ben.post(reports_of(comment), {"reason": "other"}).status_code == 201
        assert_problem(ben.post(reports_of(comment), {"reason": "other"}), 429, "throttled")
        assert ben.get(f"comments/{comment.public_id}/").status_code == 200


class TestWhatMayBeDone:
    def test_report_is_true_exactly_where_the_call_succeeds(self, article, comment, ben, mal):
        path = f"comments/{comment.public_id}/"
        assert ben.get(path).json()["can"]["report"] is True
        assert mal.get(path).json()["can"]["report"] is False
        ben.post(reports_of(comment), {"reason": "other"})
        assert ben.get(path).json()["can"]["report"] is True  # repeated, the answer is 200

    def test_not_for_who_was_banned(self, comment, ben):
        factories.make_author(comment.site, "Ben", restriction="banned")
        assert ben.get(f"comments/{comment.public_id}/").json()["can"]["report"] is False


class TestNotices:
    def test_anybody_gives_one_and_gets_a_reference(self, comment):
        answer = Api().post("notices/", {"comment_id": str(comment.public_id), **NOTICE})
        assert answer.status_code == 202
        notice = Notice.objects.get()
        assert answer.json() == {
            "reference": notice.reference,
            "comment_id": str(comment.public_id),
            "received_at": answer.json()["received_at"],
            "receipt": "mailed",
        }
        assert (notice.name, notice.email) == ("Ida", "ida@example.org")

    def test_by_the_comments_address(self, article, comment, ben):
        link = ben.get(f"comments/{comment.public_id}/").json()["permalink"]
        assert Api().post("notices/", {"comment_url": link, **NOTICE}).status_code == 202
        embedded = f"https://ledger.example/talks?a=1#c-{comment.public_id}"
        again = Api().post("notices/", {"comment_url": embedded, **NOTICE})
        assert again.status_code == 202
        assert Notice.objects.count() == 1

    def test_without_a_name_where_the_law_says_so(self, comment):
        said = {"explanation": "Abuse of a child.", "good_faith": True}
        answer = Api().post("notices/", {"comment_id": str(comment.public_id), **said})
        assert answer.json()["receipt"] == "this-answer"

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"explanation": " "}, "explanation-required"),
            ({"explanation": None}, "explanation-required"),
            ({"good_faith": False}, "good-faith-required"),
            ({"good_faith": None}, "good-faith-required"),
        ],
    )
    def test_what_the_law_asks_for_is_asked_for(self, comment, change, code):
        said = {"comment_id": str(comment.public_id), **NOTICE, **change}
        said = {name: value for name, value in said.items() if value is not None}
        assert_problem(Api().post("notices/", said), 422, code)
        assert not Notice.objects.exists()

    @pytest.mark.parametrize(
        ("where", "pointer"),
        [
            ({}, "/comment_url"),
            ({"comment_url": "https://ledger.example/talks"}, "/comment_url"),
            ({"comment_url": f"https://x.example/#c-{'0' * 8}-0000-7000-8000-{'0' * 12}"},) * 1
            + ("/comment_url",),
            ({"comment_id": "0192a000-0000-7000-8000-000000000000"}, "/comment_id"),
        ],
    )
    def test_it_is_told_which_field_leads_to_no_comment(self, comment, where, pointer):
        problem = assert_problem(
            Api().post("notices/", {**where, **NOTICE}), 422, "unknown-comment"
        )
        assert problem["errors"][0]["pointer"] == pointer

    def test_what_is_not_public_is_unknown(self, article):
        held = factories.held(article)
        answer = Api().post("notices/", {"comment_id": str(held.public_id), **NOTICE})
        assert_problem(answer, 422, "unknown-comment")

    @pytest.mark.parametrize(
        "change",
        [
            {"email": "nobody"},
            {"good_faith": "true"},
            {"good_faith": 1},
            {"name": "a\nb"},
            {"explanation": "x" * 4_001},
            {"reference": "N-0000-0000"},
        ],
        ids=str,
    )
    def test_what_is_of_another_shape_is_refused(self, comment, change):
        said = {"comment_id": str(comment.public_id), **NOTICE, **change}
        assert Api().post("notices/", said).status_code == 400
        assert not Notice.objects.exists()

    def test_a_network_has_few_of_them(self, comment, settings):
        settings.THROTTLES = {**settings.THROTTLES, "notice": "2/hour"}
        said = {"comment_id": str(comment.public_id), **NOTICE}
        statuses = [Api().post("notices/", said).status_code for _ in range(3)]
        assert statuses == [202, 202, 429]
