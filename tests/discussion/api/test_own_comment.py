import pytest
import time_machine

from discussion.api import comment_views
from discussion.models import Comment, Revision
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import make_comment, make_person, reader_token, rule

pytestmark = pytest.mark.django_db


def address(comment):
    return f"comments/{comment.public_id}/"


@pytest.fixture
def comment(article, ada):
    return make_comment(article, ada, "First thoughts.")


@pytest.fixture
def etag(comment, as_ada):
    return as_ada.get(address(comment)).headers["ETag"]


class TestEditing:
    def test_the_old_text_stays_public_while_the_new_one_is_judged(
        self, comment, etag, as_ada, nobody
    ):
        answer = as_ada.send("PATCH", address(comment), {"body": "Second."}, If_Match=etag)
        assert answer.status_code == 202
        mine = answer.json()
        assert (mine["body_text"], mine["waiting_edit"]) == ("Second.", "pending")
        assert "First thoughts." in mine["body_html"]
        assert "First thoughts." in nobody.get(address(comment)).json()["body_html"]
        assert answer.headers["ETag"] != etag

    def test_an_approved_text_takes_its_place(self, comment, etag, as_ada, nobody):
        as_ada.send("PATCH", address(comment), {"body": "Second."}, If_Match=etag)
        rule(comment, "publish")
        shown = nobody.get(address(comment)).json()
        assert "Second." in shown["body_html"]
        assert shown["edited_at"] is not None

    def test_it_needs_the_version_that_was_seen(self, comment, as_ada):
        for headers in ({}, {"If_Match": "*"}, {"If_Match": " * "}):
            answer = as_ada.send("PATCH", address(comment), {"body": "Second."}, **headers)
            assert_problem(answer, 428, "if-match-required")

    @pytest.mark.parametrize("seen", ['"999"', 'W/"2"', "2", '"', ""])
    def test_a_stale_version_is_told_the_present_state(self, comment, as_ada, seen):
        answer = as_ada.send("PATCH", address(comment), {"body": "Second."}, If_Match=seen)
        problem = assert_problem(answer, 412, "stale")
        assert problem["present"]["id"] == str(comment.public_id)
        assert problem["present"]["body_text"] == "First thoughts."
        assert answer.headers["ETag"] == as_ada.get(address(comment)).headers["ETag"]

    def test_one_text_waits_at_a_time(self, comment, etag, as_ada):
        first = as_ada.send("PATCH", address(comment), {"body": "Second."}, If_Match=etag)
        again = as_ada.send(
            "PATCH", address(comment), {"body": "Third."}, If_Match=first.headers["ETag"]
        )
        assert_problem(again, 409, "revision-pending")

    def test_the_window_closes(self, comment, etag, site, as_ada):
        with time_machine.travel(comment.created_at.timestamp() + site.edit_window_seconds + 1):
            late = Api(reader_token(site, "ada"))
            answer = late.send("PATCH", address(comment), {"body": "Second."}, If_Match=etag)
        assert_problem(answer, 403, "edit-window-expired")

    def test_what_was_answered_stays(self, article, comment, ben, etag, as_ada):
        make_comment(article, ben, parent=comment)
        answer = as_ada.send("PATCH", address(comment), {"body": "Second."}, If_Match=etag)
        assert_problem(answer, 403, "already-replied")

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            ({"status": "published"}, "unknown-field"),
            ({"body": "x", "parent": None}, "unknown-field"),
            ({"body": "x", "article": "other"}, "unknown-field"),
            ({"body": " "}, "blank-body"),
        ],
    )
    def test_nothing_but_the_text_can_be_changed(self, comment, etag, as_ada, data, code):
        answer = as_ada.send("PATCH", address(comment), data, If_Match=etag)
        assert_problem(answer, 400, code)
        assert Revision.objects.count() == 1


class TestSomebodyElses:
    def test_it_is_not_theirs_to_change_or_withdraw(self, comment, etag, as_ben):
        edit = as_ben.send("PATCH", address(comment), {"body": "x"}, If_Match=etag)
        assert_problem(edit, 403, "not-yours")
        assert_problem(as_ben.send("DELETE", address(comment)), 403, "not-yours")

    def test_the_same_subject_of_another_site_is_somebody_else(self, comment, etag, other_site):
        namesake = Api(reader_token(other_site, "ada"))
        edit = namesake.send("PATCH", address(comment), {"body": "x"}, If_Match=etag)
        assert edit.status_code == 403
        assert namesake.send("DELETE", address(comment)).status_code == 403

    def test_what_they_cannot_see_is_nowhere(self, article, ada, as_ben):
        pending = make_comment(article, ada, outcome=None)
        for method in ("PATCH", "DELETE"):
            answer = as_ben.send(method, address(pending), {"body": "x"}, If_Match='"1"')
            assert_problem(answer, 404, "not-found")

    def test_nobody_known_is_asked_who_they_are(self, comment, nobody):
        assert nobody.send("DELETE", address(comment)).status_code == 401

    def test_a_header_does_not_make_another_method(self, comment, as_ada):
        answer = as_ada.post(address(comment), {"body": "x"}, X_HTTP_Method_Override="DELETE")
        assert_problem(answer, 405, "method-not-allowed")
        assert Comment.objects.get().status == "published"


class TestWithdrawing:
    def test_it_is_gone_from_the_page(self, article, comment, as_ada, nobody):
        assert as_ada.send("DELETE", address(comment)).status_code == 204
        page = nobody.get(f"articles/{article.public_id}/comments/").json()
        assert page["results"] == []

    def test_twice_is_refused(self, comment, as_ada):
        as_ada.send("DELETE", address(comment))
        assert_problem(as_ada.send("DELETE", address(comment)), 409, "comment-gone")

    def test_any_version_may_be_meant(self, comment, as_ada):
        assert as_ada.send("DELETE", address(comment), If_Match="*").status_code == 204

    def test_a_stale_version_withdraws_nothing(self, comment, as_ada, nobody):
        answer = as_ada.send("DELETE", address(comment), If_Match='"999"')
        assert_problem(answer, 412, "stale")
        assert nobody.get(address(comment)).status_code == 200

    def test_without_a_version_it_is_withdrawn_even_if_it_was_judged_this_very_moment(
        self, article, ada, as_ada, nobody, monkeypatch
    ):
        comment = make_comment(article, ada, outcome=None)
        looked_up = comment_views.own_comment

        def judged_after_the_look(*asked):
            monkeypatch.setattr(comment_views, "own_comment", looked_up)
            found = looked_up(*asked)
            rule(comment, "publish")
            return found

        monkeypatch.setattr(comment_views, "own_comment", judged_after_the_look)
        assert as_ada.send("DELETE", address(comment)).status_code == 204
        assert nobody.get(f"comments/{comment.public_id}/").status_code == 404


class TestDecision:
    def test_its_author_reads_why(self, article, ada, as_ada):
        comment = make_comment(article, ada, outcome="hold")
        rule(comment, "reject", person=make_person())
        shown = as_ada.get(f"{address(comment)}decision/").json()
        assert shown["restriction"] == "reject"
        assert shown["decided_by"] == "person"
        assert shown["clauses"][0]["title"] == "Hateful language"
        assert shown["reasoning"] == "It breaks the rules."
        assert shown["appeal_until"] > shown["created_at"]
        assert "rosa" not in str(shown)

    def test_nobody_else_does(self, article, ada, as_ben, nobody):
        comment = make_comment(article, ada, outcome="hold")
        path = f"{address(comment)}decision/"
        assert_problem(as_ben.get(path), 404, "not-found")
        assert nobody.get(path).status_code == 401

    def test_a_published_comment_has_none(self, comment, as_ada):
        assert_problem(as_ada.get(f"{address(comment)}decision/"), 404, "not-found")

    def test_one_that_a_person_published_after_all_has_none(self, article, ada, as_ada):
        comment = make_comment(article, ada, outcome="hold")
        assert as_ada.get(f"{address(comment)}decision/").status_code == 200
        rule(comment, "publish", person=make_person())
        assert_problem(as_ada.get(f"{address(comment)}decision/"), 404, "not-found")

    @pytest.mark.parametrize("outcome", ["hold", "reject"])
    def test_an_edit_that_is_not_seen_has_its_own(self, comment, etag, as_ada, outcome):
        path = f"{address(comment)}decision/"
        as_ada.send("PATCH", address(comment), {"body": "Second."}, If_Match=etag)
        assert_problem(as_ada.get(path), 404, "not-found")
        rule(comment, outcome)
        assert as_ada.get(path).json()["restriction"] == outcome
        rule(comment, "publish", person=make_person())
        assert_problem(as_ada.get(path), 404, "not-found")

    def test_of_a_removed_comment_it_is_about_the_comment(self, comment, etag, as_ada):
        as_ada.send("PATCH", address(comment), {"body": "Second."}, If_Match=etag)
        rule(comment, "hold")
        rule(comment, "publish", person=make_person())
        rule(comment, "reject", person=make_person("remy"))
        assert as_ada.get(f"{address(comment)}decision/").json()["restriction"] == "reject"
