"""Every hostile request of the collection against the real routes: refused or stored as data, never
a 500, and the thread can be read afterwards."""

import json

import pytest

from discussion.models import Comment
from tests import attacks
from tests.discussion_rows import make_article, make_author, make_comment

pytestmark = pytest.mark.django_db

BODIES = attacks.named("json") | attacks.named("mass-assignment", surfaces={"request.body"})
BODIES |= attacks.named("unicode", surfaces={"request.body"})
EDITS = attacks.named("mass-assignment", surfaces={"comment.edit"})
TEXTS = attacks.named("unicode", surfaces={"comment.body"})
TEXTS |= attacks.named("injection", surfaces={"comment.body"})
PATHS = attacks.named("params", surfaces={"path.comment_id"})
QUERIES = {
    name: case
    for name, case in attacks.named("params").items()
    if case["where"].startswith("query.") and not case.get("payload", "").startswith("A ")
}
HEADERS = {
    name: case
    for name, case in attacks.named("http").items()
    if "request" in case
    and {"headers", "content_type", "query"} & case["request"].keys()
    # The size of a header is the server's to refuse; the method override is in test_own_comment.
    and name not in {"http-long-header", "http-method-override"}
}


@pytest.fixture
def comments(article):
    return f"articles/{article.public_id}/comments/"


def assert_expected(answer, case):
    allowed = case["expected"].get("status", range(200, 500))
    assert answer.status_code in allowed, answer.content
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body(comments, as_ada, nobody, name):
    answer = as_ada.post(comments, attacks.body_of(BODIES[name]))
    assert_expected(answer, BODIES[name])
    stored = Comment.objects.count()
    assert stored == (1 if answer.status_code == 202 else 0)
    assert nobody.get(comments).json()["results"] == []
    assert as_ada.get(comments).status_code == 200


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text(comments, as_ada, name):
    case = TEXTS[name]
    body = attacks.body_of(case)
    if "raw_json" not in case:
        body = json.dumps({"body": attacks.text_of(case)}).encode()
    answer = as_ada.post(comments, body)
    assert_expected(answer, case)
    assert as_ada.get(comments).status_code == 200
    if "stored_verbatim" in case["expected"]["checks"]:
        assert answer.json()["body_text"] == attacks.text_of(case)


@pytest.mark.parametrize("name", EDITS)
def test_a_hostile_edit(article, ada, as_ada, name):
    path = f"comments/{make_comment(article, ada).public_id}/"
    before = as_ada.get(path).json()
    answer = as_ada.send("PATCH", path, attacks.body_of(EDITS[name]), If_Match='"2"')
    assert_expected(answer, EDITS[name])
    assert as_ada.get(path).json() == before


@pytest.mark.parametrize("name", PATHS)
def test_a_hostile_path(nobody, article, ada, name):
    shown = str(make_comment(article, ada).public_id)
    payload = PATHS[name]["payload"]
    part = shown.upper() if payload.startswith("A VALID") else payload
    assert_expected(nobody.get(f"comments/{part}/"), PATHS[name])


@pytest.mark.parametrize("name", QUERIES)
def test_a_hostile_query(comments, nobody, name):
    case = QUERIES[name]
    parameter, text = case["where"].removeprefix("query."), attacks.text_of(case)
    query = text if parameter == "extra" else f"{parameter}={text}"
    assert_expected(nobody.get(f"{comments}?{query}"), case)


@pytest.mark.parametrize("name", HEADERS)
def test_a_hostile_header(comments, as_ada, nobody, name, settings):
    request = HEADERS[name]["request"]
    headers = {key.replace("-", "_"): value for key, value in request.get("headers", {}).items()}
    if "query" in request:
        answer = nobody.get(f"{comments}?{request['query']}")
    elif request.get("content_type") or name == "http-te-chunked-and-length":
        headers["Content_Type"] = request.get("content_type", "application/json")
        answer = as_ada.post(comments, request.get("body", '{"body": "x"}'), **headers)
        assert not Comment.objects.exists()
    else:
        answer = nobody.get(comments, **headers)
        assert b"evil.example" not in answer.content
    assert_expected(answer, HEADERS[name])


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
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")
