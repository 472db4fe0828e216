"""Sources that are broken or mean harm: a clear word about where, and nothing is stored."""

import gzip
import json
import re
import sqlite3
from contextlib import closing

import pytest

from articles.models import Article, AuditEvent
from discussion.imports.records import SourceUnreadable
from discussion.models import Comment
from tests.discussion_rows import make_site, without_moderation
from tests.import_sources import GOLDEN, comment, moved_in, problems, written

pytestmark = pytest.mark.django_db

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<disqus>&c;</disqus>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><disqus/>'


@pytest.fixture(autouse=True)
def screener():
    with without_moderation() as recording:
        yield recording


@pytest.fixture
def site():
    return make_site()


def file(tmp_path, content, name="source"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(site, tmp_path, source, format):
    events = AuditEvent.objects.count()
    with pytest.raises(SourceUnreadable) as error:
        moved_in(site, tmp_path, source, format=format)
    assert (Comment.objects.count(), Article.objects.count()) == (0, 0)
    assert AuditEvent.objects.count() == events
    # What was read until then lies nowhere.
    assert list(tmp_path.glob("*.staging")) == []
    return error.value


@pytest.mark.parametrize("format", ["disqus", "wordpress"])
@pytest.mark.parametrize("content", [BOMB, OUTSIDE], ids=["entities", "outside"])
def test_entities_and_what_lies_outside_the_file_are_refused(site, tmp_path, format, content):
    assert "refused" in refused(site, tmp_path, file(tmp_path, content), format).reason


def test_an_export_that_ends_in_the_middle_names_the_line(site, tmp_path):
    whole = (GOLDEN / "disqus.xml").read_text(encoding="utf-8")
    error = refused(site, tmp_path, file(tmp_path, whole[: len(whole) // 2]), "disqus")
    assert re.match(r"line \d+", error.where)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"kind": "comment", "id": "2", ', "not JSON"),
        ('{"a": ' * 30 + "1" + "}" * 30, "nested deeper"),
        ('{"kind": "comment", "id": NaN}', "not JSON"),
        ('{"id": "\\ud800"}', "half of a surrogate"),
        ("[1, 2]", "JSON object"),
    ],
)
def test_a_line_that_is_no_object_is_named_and_what_stood_before_it_is_not_stored(
    site, tmp_path, line, reason
):
    source = written(tmp_path / "lines.jsonl", comment("1"))
    source.write_text(source.read_text() + line + "\n")
    error = refused(site, tmp_path, source, "jsonl")
    assert error.where == "line 3"
    assert reason in error.reason


def test_an_array_that_ends_in_the_middle_names_item_and_byte(site, tmp_path):
    whole = (GOLDEN / "django_comments.json").read_text(encoding="utf-8")
    error = refused(site, tmp_path, file(tmp_path, whole[:1200]), "django-comments")
    assert re.match(r"after item \d+, before byte [\d,]+", error.where)


def test_a_broken_gzip_file_names_the_byte(site, tmp_path):
    packed = gzip.compress((GOLDEN / "remark42.json").read_bytes())
    error = refused(site, tmp_path, file(tmp_path, packed[: len(packed) // 2]), "remark42")
    assert error.where.startswith("byte ")


def test_a_file_that_is_no_database_is_refused(site, tmp_path):
    assert "no database" in refused(site, tmp_path, file(tmp_path, "x" * 5000), "isso").reason


def test_a_view_in_a_database_runs_nothing(site, tmp_path):
    path = tmp_path / "isso.db"
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.executescript(
            "CREATE TABLE threads (id, uri, title);"
            "CREATE VIEW comments AS SELECT load_extension('evil') AS id, 1 AS tid, 1 AS parent,"
            " 1 AS created, 1 AS modified, 1 AS mode, '' AS text, '' AS author, '' AS email,"
            " 0 AS likes, 0 AS dislikes;"
        )
    refused(site, tmp_path, path, "isso")


def test_a_password_in_a_databases_address_is_not_repeated(site, tmp_path):
    url = "postgres://somebody:verysecret@127.0.0.1:1/nothing"
    error = refused(site, tmp_path, url, "django-comments")
    assert "verysecret" not in str(error)


def test_an_export_of_a_later_version_is_refused(site, tmp_path):
    head = {"kind": "export", "format": "discussion", "version": 2}
    source = written(tmp_path / "later.jsonl", head, comment("1"), article=None)
    assert "version 2" in refused(site, tmp_path, source, "jsonl").reason


def test_rows_that_cannot_be_used_are_told_by_line_and_the_others_come_in(site, tmp_path):
    source = written(
        tmp_path / "some.jsonl",
        comment("1"),
        comment("2", status="spam"),
        comment("3", created_at="yesterday"),
        {"kind": "poll", "id": "4"},
        comment("5", text=" \u200b "),
        comment("6", article="nowhere"),
        comment("1", text="Again."),
        comment("7", created_at="2999-01-01T00:00:00Z"),
        comment("8", created_at="1970-01-02T00:00:00Z"),
    )
    report = moved_in(site, tmp_path, source, problems=tmp_path / "problems.csv")
    assert problems(report) == {
        "unusable": 3,
        "refused-blank-body": 1,
        "unknown-article": 1,
        "duplicate": 1,
        "time-ahead": 1,
        "time-early": 1,
    }
    assert report.new_comments == 3
    told = (tmp_path / "problems.csv").read_text(encoding="utf-8")
    assert "unusable,line 3," in told
    assert "Comment number" not in told


def test_articles_of_another_domain_stay_out_unless_that_is_asked_for(site, tmp_path):
    foreign = {"kind": "article", "id": "12", "url": "https://other.example/a", "title": "Other"}
    source = written(tmp_path / "foreign.jsonl", comment("1"), article=foreign)
    assert problems(moved_in(site, tmp_path, source)) == {"article-refused": 1}
    assert not Article.objects.exists()
    assert moved_in(site, tmp_path, source, anywhere=True).new_comments == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//other.example", "https://[", "x" * 700])
def test_an_address_that_is_none_is_never_an_articles(site, tmp_path, url):
    source = written(
        tmp_path / "odd.jsonl",
        comment("1"),
        article={**json.loads('{"kind": "article", "id": "12", "title": "Odd"}'), "url": url},
    )
    moved_in(site, tmp_path, source, anywhere=True)
    assert Article.objects.get().url == ""
