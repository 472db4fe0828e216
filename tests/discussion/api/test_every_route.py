"""What holds for each route of the API on the day it is born."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.authentication import SessionAuthentication
from rest_framework.views import APIView

from articles.api.negotiation import OnlyJson
from articles.api.wall import WallParser
from tests import discussion_rows as rows
from tests.api_calls import Api, assert_problem

pytestmark = pytest.mark.django_db

A_UUID = "0192a000-0000-7000-8000-000000000000"
VALUES = {"uuid": A_UUID, "number": "1", "site": "x", "str": "x", "slug": "x", "int": "1"}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def routes(resolver=None, prefix=""):
    """Yield each route below /api/ with its view, its arguments filled in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, path)
        elif isinstance(pattern, URLPattern) and path.startswith(("api/", "compat/")):
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda m: VALUES[m[1] or "str"], path)
            yield f"/{filled}", pattern.callback


def is_for_staff(view):
    """Staff are few, known and signed in: only they are not counted."""
    return all(
        issubclass(c, SessionAuthentication) for c in view.authentication_classes or [object]
    )


def error_type(path):
    """Clients of another service read errors in its shape, which is plain JSON."""
    return "application/json" if path.startswith("/compat/") else "application/problem+json"


ROUTES = dict(routes())
VIEWS = {path: view for path, view in ROUTES.items() if hasattr(view, "cls")}


@pytest.mark.parametrize("path", VIEWS)
def test_its_view_reads_through_the_wall_alone(path):
    view = VIEWS[path].cls
    assert issubclass(view, APIView)
    assert view.parser_classes == [WallParser]
    assert view.content_negotiation_class is OnlyJson


@pytest.mark.parametrize("path", [path for path in VIEWS if not is_for_staff(VIEWS[path].cls)])
def test_each_of_its_methods_is_counted(path):
    view = VIEWS[path].cls
    methods = {m.upper() for m in ("get", "post", "put", "patch", "delete") if hasattr(view, m)}
    assert methods <= view.buckets.keys()


@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize("path", ROUTES)
def test_it_stands_behind_the_wall(path, method):
    api = Api()
    big = api.send(method, path, b"x" * (128 * 1024 + 1))
    assert_problem(big, 413, "body-too-large")
    form = api.send(method, path, "a=b", Content_Type="application/x-www-form-urlencoded")
    assert_problem(form, 415, "unsupported-media-type")
    assert_problem(api.send(method, f"{path}?a=%00"), 400, "unstorable-character")
    assert_problem(api.send(method, f"{path}?a={'x' * 5000}"), 414, "query-too-long")
    assert api.send(method, path, b'{"a":' * 1000).status_code < 500


@pytest.mark.parametrize("path", ROUTES)
def test_it_answers_any_method_without_a_fault(path):
    for method in ("GET", "HEAD", "OPTIONS", "TRACE", *UNSAFE):
        answer = Api().send(method, path)
        assert answer.status_code < 500
        if answer.status_code >= 400 and path in VIEWS:
            assert answer.headers["Content-Type"] == error_type(path)


class TestTheWall:
    path = f"articles/{A_UUID}/comments/"

    def test_the_length_is_believed_before_the_body_is_read(self):
        answer = Client().generic("POST", f"/api/v1/{self.path}", b"{}", "application/json",
                                  headers={"Content-Length": "9" * 400})  # fmt: skip
        assert_problem(answer, 413, "body-too-large")

    @pytest.mark.parametrize("length", ["-1", "1.0", "\u0661", "x"])
    def test_a_length_that_is_no_number_is_refused(self, length):
        answer = Api().post(self.path, {}, Content_Length=length)
        assert_problem(answer, 400, "bad-length")

    def test_a_chunked_body_is_counted(self, article, ada):
        token = f"Bearer {rows.reader_token(article.site)}"
        for size, status in ((10, 400), (128 * 1024 + 1, 413)):
            answer = Client().generic(
                "POST",
                f"/api/v1/articles/{article.public_id}/comments/",
                b"{}",
                "application/json",
                headers={"Transfer-Encoding": "chunked", "Authorization": token},
                CONTENT_LENGTH="",
                **{"wsgi.input": BytesIO(b" " * size), "wsgi.input_terminated": True},
            )
            assert answer.status_code == status, answer.content

    def test_no_body_is_read_of_somebody_unknown(self):
        """Whoever sends a body slowly keeps a thread for it: the caller has to be known first."""

        class Unread(BytesIO):
            def read(self, *_):
                raise AssertionError("the body was read")

        for token in ({}, {"Authorization": "Bearer a.b.c"}):
            answer = Client().generic(
                "POST",
                f"/api/v1/{self.path}",
                b"{}",
                "application/json",
                headers=token,
                **{"wsgi.input": Unread()},
            )
            assert answer.status_code == 401

    def test_a_server_that_does_not_end_chunks_asks_for_the_length(self):
        answer = Client().generic(
            "POST",
            f"/api/v1/{self.path}",
            b"{}",
            "application/json",
            headers={"Transfer-Encoding": "chunked"},
            CONTENT_LENGTH="",
        )
        assert_problem(answer, 411, "length-required")

    @pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
    def test_utf_8_may_be_named(self, charset):
        media = f"application/json; charset={charset}"
        assert Api().post(self.path, {}, Content_Type=media).status_code == 401


class TestErrors:
    def test_an_address_of_the_api_that_is_nowhere(self):
        assert_problem(Api().get("nowhere/"), 404, "not-found")

    def test_a_page_that_is_nowhere_is_told_in_html(self):
        answer = Api().get("/nowhere/")
        assert answer.status_code == 404
        assert answer.headers["Content-Type"].startswith("text/html")

    def test_a_foreign_host_is_refused(self):
        answer = Api().get("articles/", Host="evil.example")
        assert answer.status_code == 400
        assert b"evil.example" not in answer.content

    def test_an_unforeseen_fault_tells_nothing_of_itself(self, site, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("the secret inside")

        monkeypatch.setattr("articles.api.views.article_json", broken)
        monkeypatch.setattr("articles.api.views.policy_json", broken)
        answer = Api().get(f"sites/{site.slug}/policy/")
        assert_problem(answer, 500, "internal-error")
        assert b"secret" not in answer.content

    def test_a_client_cannot_choose_the_request_id(self):
        answer = Api().get("nowhere/", X_Request_ID="mine")
        assert answer.headers["X-Request-ID"] != "mine"
        assert answer.headers["X-Request-ID"] != Api().get("nowhere/").headers["X-Request-ID"]


class TestAnAbsentCache:
    def test_reads_go_on_and_one_of_them_waits(self, article, monkeypatch):
        asked = []

        def unreachable(*args, **kwargs):
            asked.append(args)
            raise ConnectionError

        monkeypatch.setattr(cache, "get", unreachable)
        monkeypatch.setattr(cache, "set", unreachable)
        for _ in range(3):
            answer = Api().get(f"articles/{article.public_id}/comments/")
            assert answer.status_code == 200
        assert len(asked) == 1
