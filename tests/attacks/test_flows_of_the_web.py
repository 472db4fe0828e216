"""What browsers and caches are used for against people: other origins, frames, links, copies."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from discussion.models import Comment
from tests.api_calls import Api, assert_problem
from tests.attacks.adapter import send
from tests.attacks.cases import Case

SCRIPTS = Path("discussion/embed/scripts")
HOME = "https://site.example"
EVIL = "https://evil.example"
ELSEWHERE = [
    *(EVIL, "https://site.example.evil.example", "https://evilsite.example"),
    *("http://site.example", "https://site.example:8443", "null"),
]


@pytest.fixture
def listed(world):
    """A world whose site lists its own origin."""
    world.site.allowed_origins = [HOME]
    world.site.save()
    return world


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_no_origin_but_the_sites_own_may_read(listed, origin):
    answer = listed.reader.get(listed.comments, Origin=origin)
    assert answer.status_code == 200
    assert answer.headers.get("Access-Control-Allow-Origin") is None
    assert answer.headers.get("Access-Control-Allow-Credentials") is None
    own = listed.reader.get(listed.comments, Origin=HOME)
    assert own.headers["Access-Control-Allow-Origin"] == HOME
    assert own.headers.get("Access-Control-Allow-Credentials") is None


def test_an_answer_is_kept_by_its_origin(listed):
    for origin in (HOME, EVIL):
        vary = listed.nobody.get(listed.comments, Origin=origin).headers["Vary"].lower()
        assert "origin" in vary


def test_a_preflight_names_the_methods_that_there_are(listed):
    asked = {"Access_Control_Request_Method": "DELETE", "Origin": HOME}
    answer = listed.nobody.send("OPTIONS", listed.comments, **asked)
    allowed = answer.headers["Access-Control-Allow-Methods"].replace(" ", "").split(",")
    assert set(allowed) <= {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
    other = listed.nobody.send("OPTIONS", listed.comments, **{**asked, "Origin": EVIL})
    assert "Access-Control-Allow-Methods" not in other.headers


def test_looking_decides_nothing(world):
    comment = world.comment()
    world.ask_the_desk(comment)
    for act in ("decisions", "undo", "change-request", "featured", "lock"):
        path = f"/api/v1/moderation/comments/{comment.public_id}/{act}/"
        assert world.desk.get(path).status_code == 405, act
    assert Comment.objects.get().status == "published"


def test_a_link_signs_nobody_out(world):
    assert world.desk.get(reverse("admin:logout")).status_code == 405
    assert world.desk.get("/admin/").status_code == 200


def test_a_form_of_another_page_is_no_json(world):
    answer = world.reader.post(world.comments, b'{"body":"x="}', Content_Type="text/plain")
    assert_problem(answer, 415, "unsupported-media-type")
    assert world.stored() == 0


@pytest.mark.parametrize("origin", ["null", EVIL])
def test_a_session_counts_for_nothing_from_elsewhere(world, origin):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies = world.desk.cookies
    answer = browser.post(
        f"/api/v1/{world.comments}",
        {"body": "x"},
        content_type="application/json",
        headers={"Origin": origin},
    )
    assert answer.status_code in {401, 403}
    assert world.stored() == 0


def test_a_cloaked_parameter_shows_nothing_that_waits(world):
    """The list refuses what it does not know; a page gives what it gives everybody."""
    world.reader.post(world.comments, {"body": "It waits."})
    for query in ("utm_content=1;status=pending", "utm_content=1&status=pending"):
        answer = world.nobody.get(f"{world.comments}?{query}")
        assert_problem(answer, 400, "unknown-parameter")
        page = Client().get(f"/{world.site.slug}/articles/{world.article.slug}/?{query}")
        assert b"It waits." not in page.content
    assert world.nobody.get(world.comments).json()["results"] == []


def test_the_body_of_a_look_is_not_read(world):
    world.reader.post(world.comments, {"body": "It waits."})
    answer = world.nobody.send("GET", world.comments, {"status": "pending"})
    assert answer.json()["results"] == world.nobody.get(world.comments).json()["results"] == []


def test_what_was_nowhere_is_there_once_it_is_published(world):
    world.reader.post(world.comments, {"body": "It waits."})
    path = f"comments/{world.newest().public_id}/"
    assert world.nobody.get(path).status_code == 404
    world.screen()
    assert world.nobody.get(path).status_code == 200


def test_the_embed_has_nothing_of_a_request_in_it(world):
    path = "/embed.js"
    plain = Client().get(path)
    poisoned = Client(headers={"X-Forwarded-Host": "evil.example"})
    poisoned.cookies["theme"] = "</style><script>"
    answer = poisoned.get(path)
    assert (answer.status_code, b"".join(answer)) == (200, b"".join(plain))


def test_no_page_can_be_framed(world):
    for path in ("/admin/login/", f"/{world.site.slug}/", "/api/v1/docs/"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_no_page_lets_inline_script_run(world):
    answer = world.desk.get("/admin/")
    (scripts,) = re.findall(r"script-src ([^;]*)", answer.headers["Content-Security-Policy"])
    assert scripts.split() == ["'self'"]


def test_the_embed_listens_to_no_message():
    """It is part of the page and no frame: nobody has to tell it a token or a height."""
    for script in SCRIPTS.glob("*.js"):
        text = script.read_text("utf-8")
        assert "postMessage" not in text
        assert not re.search(r"""["']message["']""", text), script


def test_the_embed_reads_its_options_from_its_own_element():
    """A form of the page named like one of our names is an element of the window."""
    text = (SCRIPTS / "embed.js").read_text("utf-8")
    assert "document.currentScript" in text
    for script in SCRIPTS.glob("*.js"):
        assert not re.search(r"window\.(?!location|matchMedia)[a-z]\w*Config", script.read_text())


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x"])
def test_an_address_that_is_no_web_page_makes_no_article(world, address):
    said = {"id": "x", "group": "web", "surfaces": (), "form": "payload", "given": address}
    case = Case(**said, said={}, statuses=frozenset(), checks=(), tier="")
    assert send(world, case, "article.url").is_refused


@pytest.mark.parametrize("target", [EVIL, "//evil.example", "/\\evil.example", "http:evil.example"])
def test_nobody_is_led_off_the_site(world, target):
    said = {"id": "x", "group": "web", "surfaces": (), "form": "payload", "given": target}
    case = Case(**said, said={}, statuses=frozenset(), checks=(), tier="")
    signed_in = send(world, case, "query.next").answers[-1]
    assert (signed_in.status_code, signed_in.headers["Location"]) == (302, "/admin/")


def test_an_encoded_address_leads_nowhere(world):
    for path in ("/web/%2Fevil.example", "//evil.example/%2e%2e", "/%5cevil.example"):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/static/embed.js.map", "/embed/embed.js.map", "/.git/config", "/.env", "/manage.py"]
)
def test_no_file_is_served_that_is_not_meant(db, path):
    assert Api().get(path).status_code == 404
