"""What an author learns of the own comment, in every state; what they are asked, and refused."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.flows.set_slow_mode import set_slow_mode
from discussion.errors import CommentGone
from discussion.flows.lock_thread import lock_thread
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Author, ChangeRequest
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import (
    make_article,
    make_comment,
    make_person,
    reader_token,
    rule,
)

pytestmark = pytest.mark.django_db


def address(comment, what=""):
    return f"comments/{comment.public_id}/{what}"


def edit(api, comment, body="Another wording."):
    etag = api.get(address(comment)).headers["ETag"]
    return api.send("PATCH", address(comment), {"body": body}, If_Match=etag)


@pytest.fixture
def asked(article, ada):
    """Ada's comment, which a moderator asked her to change."""
    comment = rule(make_comment(article, ada), "hold", person=make_person())
    ChangeRequest.objects.create(
        comment=comment,
        revision=comment.revisions.get(),
        words="Leave the name out.",
        moderator=make_person("remy"),
        until=timezone.now() + timedelta(days=7),
    )
    return comment


class TestTheStatement:
    @pytest.mark.parametrize("outcome", ["hold", "reject"])
    def test_says_what_the_law_asks_for(self, article, ada, as_ada, outcome):
        comment = make_comment(article, ada, "You fool.", outcome=outcome)
        mine = as_ada.get(address(comment)).json()
        assert mine["status"] == {"hold": "held", "reject": "rejected"}[outcome]
        assert mine["body_text"] == "You fool."
        said = as_ada.get(address(comment, "decision/")).json()
        assert said["restriction"] == outcome
        assert said["clauses"][0]["wording"] == "Do not demean people for who they are."
        assert (said["decided_by"], said["policy_version"]) == ("machine", 1)
        assert said["detected_by_machine"] is True
        assert "you can appeal until" in said["how_to_appeal"]
        assert said["appeals_url"] == f"/api/v1/comments/{comment.public_id}/appeals/"
        assert said["policy_url"].endswith(f"/{article.site.slug}/policy/")
        assert said["passages"] == []

    def test_says_when_the_time_to_appeal_is_over(self, site, article, ada, as_ada):
        comment = make_comment(article, ada, outcome="reject")
        with time_machine.travel(timezone.now() + timedelta(days=site.appeal_days + 1)):
            late = Api(reader_token(site, "ada")).get(address(comment, "decision/")).json()
        assert late["how_to_appeal"].startswith("An appeal was possible until")

    @pytest.mark.parametrize("outcome", [None, "publish"])
    def test_is_none_where_nothing_restricts(self, article, ada, as_ada, outcome):
        comment = make_comment(article, ada, "A point.", outcome=outcome)
        assert as_ada.get(address(comment)).json()["body_text"] == "A point."
        assert_problem(as_ada.get(address(comment, "decision/")), 404, "not-found")

    def test_a_withdrawn_comment_is_still_its_authors_to_see(self, article, ada, as_ada):
        comment = make_comment(article, ada, "A point.")
        withdraw_comment(comment)
        mine = as_ada.get(address(comment)).json()
        assert (mine["status"], mine["body_text"]) == ("withdrawn", "A point.")


class TestAChangeThatIsAskedFor:
    def test_it_is_told_to_the_author_alone(self, article, asked, as_ada, as_ben):
        mine = as_ada.get(address(asked)).json()
        assert mine["change_request"]["words"] == "Leave the name out."
        assert mine["can"]["edit"] is True
        listed = as_ada.get(f"articles/{article.public_id}/comments/").json()["waiting"][0]
        assert listed["change_request"] == mine["change_request"]
        assert as_ben.get(address(asked)).status_code == 404

    def test_it_is_made_by_an_edit(self, asked, as_ada):
        answer = edit(as_ada, asked)
        assert answer.status_code == 202
        mine = answer.json()
        assert (mine["change_request"], mine["can"]["edit"]) == (None, False)
        assert mine["body_text"] == "Another wording."

    def test_who_may_not_write_may_not_change(self, asked, ada, as_ada):
        Author.objects.filter(pk=ada.pk).update(restriction="banned")
        assert as_ada.get(address(asked)).json()["can"]["edit"] is False
        assert_problem(edit(as_ada, asked), 403, "author-banned")

    def test_too_late_is_too_late(self, asked, site):
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            late = Api(reader_token(site, "ada"))
            assert late.get(address(asked)).json()["change_request"] is None
            assert_problem(edit(late, asked), 409, "revision-pending")

    def test_of_a_comment_that_was_not_asked_about_there_is_none(self, article, ada, as_ada):
        mine = as_ada.get(address(make_comment(article, ada))).json()
        assert mine["change_request"] is None

    def test_withdrawing_is_an_answer_too(self, asked, as_ada):
        assert as_ada.send("DELETE", address(asked)).status_code == 204
        assert ChangeRequest.objects.get().closed_at is not None
        with pytest.raises(CommentGone):
            withdraw_comment(type(asked).objects.get(pk=asked.pk))


class TestAThreadOnFire:
    def test_a_locked_thread_takes_no_reply(self, article, ada, ben, as_ben):
        root = make_comment(article, ada)
        reply = make_comment(article, ben, parent=root)
        lock_thread(root, actor="user:1")
        for comment in (root, reply):
            shown = as_ben.get(address(comment)).json()
            assert (shown["locked"], shown["can"]["reply"]) == (True, False)
            posted = as_ben.post(
                f"articles/{article.public_id}/comments/",
                {"body": "And I.", "parent_id": str(comment.public_id)},
            )
            assert_problem(posted, 403, "thread-locked")

    def test_slow_mode_says_when_to_come_back(self, article, as_ben):
        set_slow_mode(article, 60, actor="user:1")
        path = f"articles/{article.public_id}/comments/"
        assert as_ben.post(path, {"body": "One."}).status_code == 202
        refused = as_ben.post(path, {"body": "Two."})
        assert_problem(refused, 429, "slow-mode")
        assert 50 <= int(refused.headers["Retry-After"]) <= 60

    def test_marks_are_in_every_answer(self, article, ada, nobody):
        make_comment(article, ada)
        (shown,) = nobody.get(f"articles/{article.public_id}/comments/").json()["results"]
        assert (shown["featured"], shown["locked"]) == (False, False)


class TestTheAddress:
    def post(self, site, article, **claims):
        api = Api(reader_token(site, "ada", **claims))
        answer = api.post(
            f"articles/{article.public_id}/comments/", {"body": f"Words {claims.get('email')}"}
        )
        assert answer.status_code == 202
        return answer, Author.objects.get(subject="ada").email

    def test_it_is_kept_as_long_as_the_site_names_it(self, site, article):
        assert self.post(site, article, email="ada@example.org")[1] == "ada@example.org"
        assert self.post(site, article, email="ada@example.net")[1] == "ada@example.net"
        assert self.post(site, article)[1] == ""

    @pytest.mark.parametrize("email", ["", "ada", "a@b, c@d.org", "a@b.org\nBcc: x@y.org"])
    def test_what_is_no_address_is_none_and_keeps_nobody_out(self, site, article, email):
        assert self.post(site, article, email=email)[1] == ""

    def test_what_is_no_text_is_refused(self, site, article):
        api = Api(reader_token(site, "ada", email=["ada@example.org"]))
        answer = api.post(f"articles/{article.public_id}/comments/", {"body": "Words."})
        assert_problem(answer, 401, "token-invalid")

    def test_it_is_in_no_answer(self, site, article, as_ben):
        posted, _ = self.post(site, article, email="secret@example.net")
        comment_id = posted.json()["id"]
        rule(Author.objects.get(subject="ada").comments.get(), "publish")
        mine = Api(reader_token(site, "ada", email="secret@example.net"))
        answers = [
            posted,
            *(api.get(f"comments/{comment_id}/") for api in (mine, as_ben, Api())),
            *(api.get(f"articles/{article.public_id}/comments/") for api in (mine, Api())),
        ]
        author_id = mine.get(f"comments/{comment_id}/").json()["author"]["id"]
        as_ben.send("PUT", f"me/mutes/{author_id}/")
        answers.append(as_ben.get("me/mutes/"))
        for answer in answers:
            assert b"secret" not in answer.content.replace(b"Words secret@example.net", b"")

    def test_another_address_moves_no_page(self, site):
        article = make_article(site)
        self.post(site, article, email="ada@example.org")
        article.refresh_from_db()
        before = article.version
        rule(Author.objects.get(subject="ada").comments.get(), "publish")
        self.post(site, article, email="ada@example.net")
        article.refresh_from_db()
        assert article.version == before + 1
