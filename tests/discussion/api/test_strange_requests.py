"""Requests of shapes that no honest client sends; tests/attacks has the whole collection."""

import pytest
from django.test import Client

from discussion.models import Comment
from tests.api_calls import assert_problem
from tests.discussion_rows import make_article, make_author, make_comment, reader_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def comments(article):
    return f"articles/{article.public_id}/comments/"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_compressed_body_is_not_opened(comments, as_ada, encoding):
    answer = as_ada.post(comments, b"\x1f\x8b" + b"\0" * 1000, Content_Encoding=encoding)
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO"])
def test_a_strange_method_is_refused(comments, nobody, method):
    assert nobody.send(method, comments).status_code == 405


def test_a_cursor_of_another_site_shows_nothing_of_it(other_site, comments, article, ada, nobody):
    elsewhere = make_article(other_site)
    for place, author in ((elsewhere, make_author(other_site, "Eve")), (article, ada)):
        make_comment(place, author)
        make_comment(place, author)
    foreign = nobody.get(f"articles/{elsewhere.public_id}/comments/", {"limit": 1}).json()["next"]
    answer = nobody.get(comments, {"cursor": foreign.split("cursor=")[1]})
    assert_problem(answer, 400, "bad-cursor")


def test_two_ways_to_say_where_the_body_ends_are_refused(comments, as_ada):
    answer = as_ada.post(comments, {"body": "Hello."}, Transfer_Encoding="chunked")
    assert_problem(answer, 400, "ambiguous-length")


def test_another_charset_is_refused(comments, as_ada):
    said = "application/json; charset=latin-1"
    answer = as_ada.post(comments, {"body": "Hello."}, Content_Type=said)
    assert_problem(answer, 415, "charset")


class BrokenOff:
    """A body whose sender went away."""

    def read(self, size=-1):
        raise OSError("connection reset")

    readline = read


def test_a_body_that_breaks_off_is_refused_and_nothing_is_stored(comments, site):
    answer = Client().post(
        f"/api/v1/{comments}",
        {"body": "Hello."},
        content_type="application/json",
        headers={"Authorization": f"Bearer {reader_token(site, 'ada')}"},
        **{"wsgi.input": BrokenOff()},
    )
    assert_problem(answer, 400, "incomplete-body")
    assert not Comment.objects.exists()
