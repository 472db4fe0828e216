"""The embed's scripts as a page of any origin gets them."""

import gzip
import re

import pytest
from django.test import Client

from discussion.embed.files import LOADERS, SCRIPTS, digest, scripts

# What a page loads at most: below this, compressed, with its language and the one behind it.
BUDGET = 30_000
ON_DEMAND = ("count.js", "forms/")
LANGUAGES = {name for name in scripts() if name.startswith("languages/")}


def get(path, **headers):
    return Client().get(path, headers={name.replace("_", "-"): v for name, v in headers.items()})


def module(name):
    return f"/embed/{digest()}/{name}"


@pytest.mark.parametrize("path", ["/embed.js", "/count.js", module("main.js")])
def test_any_page_may_load_it(path):
    answer = get(path, Origin="https://anywhere.example")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_module_of_this_state_is_kept_for_ever_and_the_loader_names_it():
    assert "immutable" in get(module("api.js")).headers["Cache-Control"]
    assert f"embed/{digest()}/main.js" in get("/embed.js").content.decode()
    assert get("/embed.js").headers["Cache-Control"].startswith("public, max-age=300")


def test_an_outdated_loader_gets_todays_modules_for_a_minute():
    answer = get(f"/embed/{'0' * 16}/api.js")
    assert answer.content == get(module("api.js")).content
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_what_a_page_has_is_not_sent_again():
    for encoding in ("gzip", ""):
        etag = get("/embed.js", Accept_Encoding=encoding).headers["ETag"]
        again = get("/embed.js", Accept_Encoding=encoding, If_None_Match=etag)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_it_travels_compressed():
    answer = get(module("thread.js"), Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == scripts()["thread.js"]


@pytest.mark.parametrize(
    "path", ["nothing.js", "../files.py", "languages/", "%2e%2e/files.py", "main.js/", "Main.js"]
)
def test_nothing_else_is_served(path):
    assert get(module(path)).status_code == 404
    assert Client().post(module("main.js")).status_code == 405


def test_a_page_loads_less_than_30_kb():
    always = [name for name in scripts() if not name.startswith(ON_DEMAND)]
    size = {name: len(gzip.compress(text)) for name, text in scripts().items()}
    longest = max(size[name] for name in LANGUAGES - {"languages/en.js"})
    common = sum(size[name] for name in always if name not in LANGUAGES)
    assert common + size["languages/en.js"] + longest < BUDGET


@pytest.mark.parametrize("name", sorted(scripts()))
def test_its_imports_lead_to_modules_of_the_same_state(name):
    folder = (SCRIPTS / name).parent
    for named in re.findall(r'(?:from|import\() ?["\'`](\.[^"\'`$]+)["\'`]', text_of(name)):
        assert (folder / named).resolve().relative_to(SCRIPTS).as_posix() in scripts()


@pytest.mark.parametrize("name", sorted(scripts()))
def test_it_writes_no_markup_no_style_and_no_cookie(name):
    """What a strict content policy refuses, and what could turn a comment into a script."""
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|document\.cookie|eval\(|\bstyle="
    )
    assert not re.search(forbidden, text_of(name))


@pytest.mark.parametrize("name", sorted(scripts()))
def test_it_is_served_without_the_comments_between_its_lines(name):
    assert not re.search(r"^ *(//|/\*\*)", text_of(name), re.MULTILINE)


def test_every_file_has_one_noun_and_a_size_to_match():
    for name in scripts():
        lines = (SCRIPTS / name).read_text(encoding="utf-8").count("\n")
        assert lines <= 250, name


def test_only_the_loaders_are_named_by_pages():
    assert set(LOADERS) < set(scripts())
    for name in LOADERS:
        assert not re.search(r"^(import|export) ", text_of(name), re.MULTILINE)


def text_of(name):
    return scripts()[name].decode()
