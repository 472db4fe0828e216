"""The samples in the documentation are what the embed and its counter read."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"```html\n(.*?)```", re.DOTALL)
# What a template language puts in.
PLACE = re.compile(r"\{\{.*?\}\}")
EMBED = {"site", "article-id", "url", "target", "token-url", "lang", "theme"}
PAGES = ["static-sites.md", "ghost.md"]


class Tags(HTMLParser):
    """The elements of a sample with their attributes."""

    def __init__(self, sample):
        super().__init__()
        self.found = []
        self.feed(PLACE.sub("x", sample))
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def samples(name):
    return [Tags(sample).found for sample in FENCE.findall((DOCS / name).read_text("utf-8"))]


def scripts(name, file):
    """Each script of that file with the elements of its sample."""
    return [
        (attributes, found)
        for found in samples(name)
        for tag, attributes in found
        if tag == "script" and attributes["src"].endswith(f"/{file}")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_each_embed_has_its_site_and_a_place_on_the_page(name):
    embeds = scripts(name, "embed.js")
    assert embeds
    for script, elements in embeds:
        assert "async" in script
        assert script["data-site"] == "daily"
        ids = {f"#{attributes['id']}" for _, attributes in elements if "id" in attributes}
        assert script["data-target"] in ids


@pytest.mark.parametrize("name", PAGES)
def test_each_embed_says_only_what_is_read(name):
    for script, _ in scripts(name, "embed.js"):
        said = {key.removeprefix("data-") for key in script if key.startswith("data-")}
        assert said <= EMBED
        assert {"site", "article-id", "url", "target"} <= said
        assert set(script) - {"async", "src"} == {f"data-{key}" for key in said}


def test_the_whole_sample_has_all_that_is_read():
    script, _ = scripts("static-sites.md", "embed.js")[0]
    assert {f"data-{key}" for key in EMBED} <= script.keys()


@pytest.mark.parametrize("name", PAGES)
def test_numbers_are_marked_for_the_counter(name):
    ((script, elements),) = scripts(name, "count.js")
    assert script["data-site"] == "daily"
    marks = [attributes for _, attributes in elements if "data-comment-count" in attributes]
    assert marks
    assert all(mark["data-article-url"] for mark in marks)


@pytest.mark.parametrize("name", PAGES)
def test_no_sample_has_a_script_or_style_of_its_own(name):
    for found in samples(name):
        for tag, attributes in found:
            assert tag != "style"
            assert not [key for key in attributes if key.startswith("on") or key == "style"]
            assert tag != "script" or attributes.get("src")
