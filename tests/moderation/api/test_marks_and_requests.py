"""The moderators' calls beside decisions: marks, slow mode, asking for a change."""

import json

import pytest

from discussion.models import ChangeRequest
from moderation.models import Membership
from tests import factories
from tests.api_calls import Api, assert_problem

pytestmark = pytest.mark.django_db

BASE = "/api/v1/moderation"


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def comment(article):
    return factories.published(article)


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def call(client, rosa):
    """A call of Rosa's, or of whoever is signed in instead."""
    client.force_login(rosa)

    def call(method, path, data=None, **headers):
        body = "" if data is None else json.dumps(data)
        return client.generic(
            method, f"{BASE}/{path}", body, content_type="application/json", headers=headers
        )

    return call


def mark_of(comment, mark):
    return f"comments/{comment.public_id}/{mark}/"


def public(article):
    return Api().get(f"articles/{article.public_id}/comments/").json()["results"][0]


class TestMarks:
    def test_a_recommended_comment_is_marked_for_everybody(self, article, comment, call):
        answer = call("PUT", mark_of(comment, "featured"))
        assert answer.json() == {
            "comment_id": str(comment.public_id),
            "featured": True,
            "locked": False,
        }
        assert public(article)["featured"] is True
        assert call("DELETE", mark_of(comment, "featured")).json()["featured"] is False
        assert public(article)["featured"] is False

    def test_what_is_held_cannot_be_recommended(self, article, call):
        answer = call("PUT", mark_of(factories.held(article), "featured"))
        assert_problem(answer, 409, "not-published")

    def test_a_reply_stands_for_its_thread(self, article, comment, call):
        reply = factories.published(article, "I agree.", author="Ben", parent=comment)
        assert call("PUT", mark_of(reply, "lock")).json()["locked"] is True
        root = public(article)
        assert root["locked"] is True
        assert root["replies"]["results"][0]["locked"] is True
        assert call("DELETE", mark_of(reply, "lock")).json()["locked"] is False
        assert public(article)["locked"] is False

    @pytest.mark.parametrize("mark", ["featured", "lock"])
    def test_who_may_not_decide_may_not_mark(self, article, comment, call, client, mark):
        client.force_login(factories.make_moderator(article.site, "sam", Membership.Role.AUDITOR))
        for method in ("PUT", "DELETE"):
            assert_problem(call(method, mark_of(comment, mark)), 403, "not-allowed")

    @pytest.mark.parametrize("mark", ["featured", "lock"])
    def test_another_sites_comment_is_nowhere(self, call, mark):
        other = factories.make_article(factories.make_site("Elsewhere"))
        answer = call("PUT", mark_of(factories.published(other), mark))
        assert_problem(answer, 404, "not-found")


class TestSlowMode:
    @pytest.fixture
    def path(self, article):
        return f"articles/{article.public_id}/slow-mode/"

    @pytest.fixture
    def remy(self, article, client):
        remy = factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)
        client.force_login(remy)
        return remy

    def test_a_senior_moderator_slows_a_discussion_down(self, article, path, call, remy):
        answer = call("PUT", path, {"seconds": 90})
        assert answer.json() == {"article_id": str(article.public_id), "slow_mode_seconds": 90}
        article.refresh_from_db()
        assert article.slow_mode_seconds == 90

    def test_a_moderator_does_not(self, path, call):
        assert_problem(call("PUT", path, {"seconds": 90}), 403, "not-allowed")

    @pytest.mark.parametrize("data", [{}, {"seconds": -1}, {"seconds": 86_401}, {"seconds": "x"}])
    def test_a_time_that_is_none_is_refused(self, path, call, remy, data):
        assert_problem(call("PUT", path, data), 400, "invalid")

    def test_another_sites_article_is_nowhere(self, call, remy):
        other = factories.make_article(factories.make_site("Elsewhere"))
        answer = call("PUT", f"articles/{other.public_id}/slow-mode/", {"seconds": 90})
        assert_problem(answer, 404, "not-found")


class TestAskingForAChange:
    WORDS = {"words": "Please leave the name out."}

    @pytest.fixture
    def ask(self, call, comment):
        def ask(data=self.WORDS, seen=comment.version):
            headers = {"If-Match": f'"{seen}"'} if seen else {}
            return call("POST", mark_of(comment, "change-request"), data, **headers)

        return ask

    def test_it_is_made_with_an_end(self, ask, comment):
        answer = ask()
        assert answer.status_code == 201
        made = ChangeRequest.objects.get()
        shown = answer.json()
        assert (shown["id"], shown["words"]) == (str(made.public_id), self.WORDS["words"])
        assert shown["version"] == factories.fresh(comment).version
        assert answer.headers["ETag"] == f'"{shown["version"]}"'

    def test_it_names_the_version_that_was_seen(self, ask):
        assert_problem(ask(seen=None), 428, "if-match-required")
        problem = assert_problem(ask(seen=999), 412, "stale")
        assert problem["present"]["status"] == "published"

    def test_it_needs_words(self, ask):
        assert_problem(ask({}), 400, "invalid")
        assert_problem(ask({"words": " \n "}), 400, "words-required")
