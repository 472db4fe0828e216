"""A reader does not want to read somebody any more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion.flows import mute_author as muting
from discussion.models import Mute
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import make_article, make_author, make_comment, reader_token

pytestmark = pytest.mark.django_db


def mute_of(author):
    return f"me/mutes/{author.public_id}/"


@pytest.fixture
def muted(ada, ben, as_ben):
    """Ben mutes Ada."""
    assert as_ben.send("PUT", mute_of(ada)).status_code == 204
    return ada


class TestTheList:
    def test_once_more_is_the_same(self, muted, as_ben):
        assert as_ben.send("PUT", mute_of(muted)).status_code == 204
        assert Mute.objects.count() == 1

    def test_it_names_whom_the_reader_mutes_to_nobody_else(self, muted, as_ben, as_ada, nobody):
        (shown,) = as_ben.get("me/mutes/").json()["results"]
        assert shown["author"]["display_name"] == "Ada"
        assert as_ada.get("me/mutes/").json() == {"results": []}
        assert nobody.get("me/mutes/").status_code == 401

    def test_who_is_read_again_is_no_longer_in_it(self, muted, as_ben):
        for _ in range(2):
            assert as_ben.send("DELETE", mute_of(muted)).status_code == 204
        assert as_ben.get("me/mutes/").json() == {"results": []}

    def test_who_never_wrote_can_mute(self, ada, site):
        cleo = Api(reader_token(site, "cleo"))
        assert cleo.get("me/mutes/").json() == {"results": []}
        assert cleo.send("PUT", mute_of(ada)).status_code == 204
        assert len(cleo.get("me/mutes/").json()["results"]) == 1

    def test_nobody_mutes_themselves(self, ada, as_ada):
        assert_problem(as_ada.send("PUT", mute_of(ada)), 403, "own-account")

    def test_an_author_of_another_site_is_nowhere(self, other_site, as_ada):
        stranger = make_author(other_site, "Cleo")
        assert_problem(as_ada.send("PUT", mute_of(stranger)), 404, "not-found")

    def test_it_has_an_end(self, site, muted, as_ben, monkeypatch):
        monkeypatch.setattr(muting, "MOST_MUTES", 1)
        cleo = make_author(site, "Cleo")
        assert_problem(as_ben.send("PUT", mute_of(cleo)), 409, "too-many-mutes")


class TestReading:
    @pytest.fixture
    def comments(self, article, muted, ben):
        root = make_comment(article, muted, "A point.")
        return root, make_comment(article, ben, "An answer.", parent=root)

    def listed(self, api, article):
        return api.get(f"articles/{article.public_id}/comments/").json()["results"]

    def test_lists_leave_the_text_out_and_keep_its_place(self, article, comments, as_ben):
        (root,) = self.listed(as_ben, article)
        assert (root["muted"], root["body_html"]) == (True, None)
        assert root["author"]["display_name"] == "Ada"
        (reply,) = root["replies"]["results"]
        assert reply["muted"] is False
        assert "An answer." in reply["body_html"]

    def test_asked_for_by_itself_it_is_unfolded(self, comments, as_ben):
        shown = as_ben.get(f"comments/{comments[0].public_id}/").json()
        assert shown["muted"] is True
        assert "A point." in shown["body_html"]

    def test_nobody_else_notices(self, article, comments, as_ada, nobody):
        (mine,) = self.listed(as_ada, article)
        assert mine["muted"] is False
        (public,) = self.listed(nobody, article)
        assert "muted" not in public
        assert "A point." in public["body_html"]

    def test_many_authors_cost_as_many_statements_as_few(self, site, muted, ben):
        token = reader_token(site, "ben")
        costs = []
        for size in (2, 12):
            article = make_article(site)
            for number in range(size):
                make_comment(article, make_author(site, f"R{size}-{number}"))
            with CaptureQueriesContext(connection) as captured:
                self.listed(Api(token), article)
            costs.append(len(captured))
        assert costs[0] == costs[1]
