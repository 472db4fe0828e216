"""A site as JSON Lines: all of it, of one moment, in bounded memory, without secrets."""

import gzip
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.flows.add_reader_key import add_reader_key
from articles.flows.issue_site_key import issue_site_key
from articles.models import Article, Site
from discussion.flows.edit_comment import edit_comment
from discussion.models import Comment, DecisionText
from moderation.models import Membership
from moderation.policy.types import Outcome
from moderation.site_export import values
from moderation.site_export.file import site_lines, write_site
from tests import factories
from tests.person_world import forget
from tests.services.at_once import at_once


@pytest.fixture
def site(db):
    return factories.make_site(languages=["en"], contacts=["desk@ledger.example"])


@pytest.fixture
def article(site):
    return factories.make_article(site, url="https://ledger.example/1", tags=["war"])


@pytest.fixture
def remy(site):
    return factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)


def lines_of(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def by_kind(lines, kind):
    return [line for line in lines if line["kind"] == kind]


def test_each_kind_is_there_in_the_order_of_the_format(tmp_path, site, article, remy):
    comment = factories.published(article, "A fair point.")
    reply = factories.held(article, parent=comment)
    factories.decide(reply, remy, Outcome.REJECT)
    call_command("export_site", str(tmp_path / "out.jsonl"), site=site.slug)
    lines = lines_of(tmp_path / "out.jsonl")
    kinds = ["export", "site", "policy", "article", "author", "author", "comment", "comment"]
    assert [line["kind"] for line in lines] == kinds
    assert (lines[0]["format"], lines[0]["version"], lines[0]["site"]) == (
        "discussion",
        1,
        site.slug,
    )
    assert (lines[1]["languages"], lines[1]["policy"]) == (["en"], 1)
    assert lines[2]["digest"] == site.published_policy.digest
    assert lines[3]["paragraphs"] == ["One.", "Two."]
    first, second = by_kind(lines, "comment")
    assert (first["status"], first["public_revision"]) == ("published", 1)
    assert first["decisions"][0]["signals"]
    assert (second["parent"], second["status"]) == (first["id"], "rejected")
    hold, reject = second["decisions"]
    assert (reject["supersedes"], second["decision"]) == (hold["id"], reject["id"])
    assert reject["reasoning"] == "It abuses another reader."
    assert reject["statement"]["facts"]["clauses"][0]["id"] == "hateful-language"
    assert second["revisions"][0]["text"] == "You idiot."


def test_every_revision_goes_along(site, article):
    comment = factories.published(article, "As it was.")
    edit_comment(comment, "As it is.", request_id="")
    factories.screen()
    (line,) = by_kind(site_lines(site), "comment")
    texts = [(row["number"], row["text"], row["state"]) for row in line["revisions"]]
    assert texts == [(1, "As it was.", "superseded"), (2, "As it is.", "published")]
    assert (line["public_revision"], len(line["decisions"])) == (2, 2)


def test_no_secret_no_staff_and_no_address_is_in_it(site, article, remy):
    _, secret = add_reader_key(site, actor="operator:test")
    key = issue_site_key(site, name="CMS", scopes=["articles:write"], actor="operator:test")
    factories.make_author(site, "Ada", email="ada@mail.example")
    comment = factories.held(article)
    factories.decide(comment, remy, Outcome.REJECT)
    DecisionText.objects.update(private_note="Between us.")
    text = json.dumps(list(site_lines(site)))
    for hidden in (secret, str(key), "ada@mail.example", "remy", "Between us."):
        assert hidden not in text
    assert "ada@mail.example" in json.dumps(list(site_lines(site, with_addresses=True)))


def test_nothing_of_another_site_is_in_it(site, article):
    other = factories.make_article(factories.make_site("The Evening Post"), "Elsewhere")
    factories.published(other, "Not here.", author="Eve")
    text = json.dumps(list(site_lines(site)))
    for foreign in ("Not here.", "Eve", "Elsewhere", "evening"):
        assert foreign not in text


def test_an_erased_comment_goes_without_words(site, article):
    comment = factories.published(article, "A secret.")
    forget(comment.author)
    (line,) = by_kind(site_lines(site), "comment")
    assert (line["status"], line["revisions"][0]["text"]) == ("erased", "")
    assert "A secret." not in json.dumps(list(site_lines(site)))


def test_queries_grow_by_batches_alone(site, article, monkeypatch):
    factories.published(article, "One.")
    with CaptureQueriesContext(connection) as one:
        list(site_lines(Site.objects.get(pk=site.pk)))
    for number in range(4):
        factories.published(article, f"Point {number}.", author=f"Ada{number}")
    with CaptureQueriesContext(connection) as many:
        list(site_lines(Site.objects.get(pk=site.pk)))
    assert len(many) == len(one)
    monkeypatch.setattr(values, "BATCH", 2)
    assert len(by_kind(site_lines(site), "comment")) == 5


def test_a_compressed_file_says_the_same(tmp_path, site, article):
    factories.published(article)
    write_site(site, tmp_path / "out.jsonl")
    write_site(site, tmp_path / "out.jsonl.gz")
    plain, packed = lines_of(tmp_path / "out.jsonl"), lines_of(tmp_path / "out.jsonl.gz")
    assert plain[1:] == packed[1:]
    assert (tmp_path / "out.jsonl").stat().st_mode & 0o077 == 0


def test_nothing_is_written_over_and_nothing_half_is_left(tmp_path, site, article, monkeypatch):
    out = tmp_path / "out.jsonl"
    out.write_text("mine")
    with pytest.raises(CommandError, match="there already"):
        call_command("export_site", str(out), site=site.slug)
    assert out.read_text() == "mine"
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_site", str(tmp_path / "no" / "out.jsonl"), site=site.slug)

    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("moderation.site_export.file.site_lines", fails)
    with pytest.raises(OSError, match="No space"):
        write_site(site, tmp_path / "half.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.django_db(transaction=True)
def test_what_is_posted_meanwhile_is_not_in_it(tmp_path, monkeypatch):
    """Somebody writes while the file is written, and is not kept waiting either."""
    site = factories.make_site()
    article = factories.make_article(site)
    factories.make_comment(article, "Before.")
    posted = []

    def slowly(lines):
        for line in lines:
            if line["kind"] == "author" and not posted:
                posted.append(at_once(lambda: factories.make_comment(article, "Meanwhile.")))
            yield line

    whole = site_lines
    monkeypatch.setattr(
        "moderation.site_export.file.site_lines", lambda *a, **kw: slowly(whole(*a, **kw))
    )
    write_site(Site.objects.get(pk=site.pk), tmp_path / "out.jsonl")
    texts = [
        line["revisions"][0]["text"]
        for line in by_kind(lines_of(tmp_path / "out.jsonl"), "comment")
    ]
    assert posted
    assert texts == ["Before."]
    assert Comment.objects.count() == 2
    assert Article.objects.count() == 1
