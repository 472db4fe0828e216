"""Requests of shapes that no honest client sends; tests/attacks has the whole collection."""

import pytest

from tests.api_calls import assert_problem
from tests.discussion_rows import make_article, make_author, make_comment

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
