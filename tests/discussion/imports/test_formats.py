"""One small file of each format, as its system writes it: what becomes of it here."""

import gzip
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from articles.models import Article
from discussion.models import Author, Comment, Decision, ImportedComment, Statement
from discussion.verification import ledger_faults
from tests.discussion_rows import make_article, make_site, without_moderation
from tests.import_sources import GOLDEN, moved_in, problems

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def screener():
    with without_moderation() as recording:
        yield recording


@pytest.fixture
def site():
    return make_site()


def by_id(source):
    rows = ImportedComment.objects.filter(source=source).select_related(
        "comment__author",
        "comment__parent__imported_as",
        "comment__public_revision",
        "comment__article",
    )
    return {row.source_id: row.comment for row in rows}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def text_of(comment):
    return comment.revisions.latest("number").text


def statuses(comments):
    return {id_: comment.status for id_, comment in comments.items()}


def test_disqus_threads_come_in_with_their_times_states_and_html(site, tmp_path, screener):
    report = moved_in(site, tmp_path, GOLDEN / "disqus.xml", format="disqus")
    comments = by_id("disqus")
    assert statuses(comments) == {
        "9001": "published",
        "9002": "published",
        "9003": "withdrawn",
        "9004": "published",
        "9005": "rejected",
        "9006": "published",
    }
    assert comments["9002"].parent == comments["9001"]
    assert comments["9001"].pk < comments["9002"].pk
    assert comments["9001"].created_at == comments["9001"].published_at == at("2019-03-08T09:15:00")
    assert text_of(comments["9001"]) == "At last. Two years is a long time & a short one."
    assert text_of(comments["9002"]) == (
        "I walked over it **yesterday**.\n\nSee [the photos](<https://ledger.example/photos>)."
    )
    assert (
        '<a href="https://ledger.example/photos" rel="ugc nofollow'
        in comments["9002"].public_revision.fragment
    )
    assert comments["9002"].author.subject == "disqus:ben_1"
    # Taken back, with a reply that lives: a place without words.
    assert (comments["9003"].listed, text_of(comments["9003"])) == (True, "")
    assert comments["9004"].author.display_name == "A visitor"
    assert "post.example" not in comments["9004"].author.subject
    assert problems(report) == {"orphan": 1}
    assert comments["9006"].depth == 0
    bridge, ferry = Article.objects.order_by("pk")
    assert (bridge.external_id, bridge.url) == ("cms-12", "https://ledger.example/2019/bridge/")
    assert (ferry.external_id, ferry.commenting) == ("disqus:7002", "closed")
    assert screener.submitted == []


def test_a_rejection_from_elsewhere_says_so_and_can_be_appealed(site, tmp_path):
    moved_in(site, tmp_path, GOLDEN / "disqus.xml", format="disqus")
    decision = by_id("disqus")["9005"].decision
    assert (decision.outcome, decision.actor_kind, decision.actor) == ("reject", "import", None)
    facts = Statement.objects.get(decision=decision).facts
    assert facts["decided_by"] == "import"
    assert facts["reasoning"] == "It had been removed before the discussion moved here."


def test_wordpress_comments_keep_their_lines_and_pingbacks_stay_out(site, tmp_path, screener):
    report = moved_in(site, tmp_path, GOLDEN / "wordpress.xml", format="wordpress")
    comments = by_id("wordpress")
    assert statuses(comments) == {
        "8": "published",
        "9": "published",
        "11": "held",
        "12": "rejected",
    }
    assert text_of(comments["8"]) == (
        "First line.\nSecond line, **loud**.\n\nA new paragraph with 2 * 3 * 4."
    )
    assert comments["8"].created_at == at("2019-03-08T09:15:00")  # GMT, not the blog's clock
    assert comments["9"].author.subject == "wordpress:2"
    assert comments["9"].parent == comments["8"]
    article = comments["8"].article
    assert (article.section, article.tags) == ("City", ["bridges"])
    assert Article.objects.count() == 1  # a page without comments is not made
    assert [revision.comment for revision in screener.imported] == [comments["11"]]
    assert problems(report) == {}


def test_coral_documents_come_in_with_revisions_tags_and_bans(site, tmp_path):
    report = moved_in(site, tmp_path, GOLDEN / "coral", format="coral")
    comments = by_id("coral")
    assert statuses(comments) == {
        "c-1": "published",
        "c-2": "rejected",
        "c-3": "published",
        "c-4": "withdrawn",
        "c-5": "held",
    }
    texts = list(comments["c-1"].revisions.order_by("number").values_list("text", "state"))
    assert texts == [("At last.", "superseded"), ("At **last**!\n\nTwo years.", "published")]
    assert comments["c-1"].featured_at == at("2019-03-08T12:00:00")
    assert comments["c-2"].listed  # a tombstone: somebody's reply lives
    assert Author.objects.get(subject="coral:u-mal").restriction == "banned"
    assert Author.objects.get(subject="coral:u-gone").display_name == "Unknown"
    assert problems(report) == {"unknown-author": 1}
    article = comments["c-1"].article
    assert (article.external_id, article.closes_at) == ("story-1", at("2019-06-01T00:00:00"))
    assert comments["c-1"].imported_as.reactions == {"like": 3}


def test_coral_csv_comes_in_with_and_without_a_first_line_of_names(site, tmp_path):
    moved_in(site, tmp_path, GOLDEN / "coral_csv", format="coral")
    comments = by_id("coral")
    assert statuses(comments) == {"c-1": "published", "c-2": "rejected"}
    assert text_of(comments["c-1"]) == "At last, after *two* years."
    assert comments["c-2"].author.restriction == "banned"


@pytest.mark.parametrize("packed", [False, True])
def test_a_remark42_backup_comes_in_packed_or_not(site, tmp_path, packed):
    source = GOLDEN / "remark42.json"
    if packed:
        packed_file = tmp_path / "backup-ledger-20190401.gz"
        packed_file.write_bytes(gzip.compress(source.read_bytes()))
        source = packed_file
    moved_in(site, tmp_path, source, format="remark42")
    comments = by_id("remark42")
    assert [comment.status for comment in comments.values()].count("published") == 3
    assert text_of(comments["efbc17f1-0001"]) == "I waited an *hour*."  # as it was typed
    assert (
        text_of(comments["efbc17f1-0003"]) == "So did I, with [tea](<https://ledger.example/tea>)."
    )
    assert comments["efbc17f1-0002"].status == "withdrawn"
    assert comments["efbc17f1-0003"].parent == comments["efbc17f1-0002"]
    assert comments["efbc17f1-0001"].created_at == at("2019-04-01T17:00:00")
    assert comments["efbc17f1-0003"].edited_at == at("2019-04-01T17:07:00")
    mal = comments["efbc17f1-0004"].author
    assert (mal.display_name, mal.restriction) == ("Mal", "suspended")
    article = comments["efbc17f1-0001"].article
    assert (article.title, article.commenting) == ("Ferry to stop at noon", "closed")


def database(path, name):
    """Make a SQLite database by a script of the golden files."""
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.executescript((GOLDEN / name).read_text(encoding="utf-8"))
    return path


def test_an_isso_database_comes_in_below_the_sites_address(site, tmp_path):
    source = database(tmp_path / "comments.db", "isso.sql")
    moved_in(site, tmp_path, source, format="isso", address="https://ledger.example")
    comments = by_id("isso")
    assert statuses(comments) == {
        "1": "published",
        "2": "withdrawn",
        "3": "published",
        "4": "held",
    }
    assert comments["1"].created_at == at("2019-03-08T09:15:00.25")
    assert comments["1"].article.url == "https://ledger.example/2019/bridge/"
    assert comments["3"].author.display_name == "Anonymous"
    assert comments["1"].imported_as.reactions == {"like": 2, "dislike": 1}
    assert not Author.objects.exclude(email="").exists()


def test_dumped_django_comments_find_their_threads_in_the_second_table(site, tmp_path):
    make_article(site, url="https://ledger.example/news/12/")
    moved_in(
        site,
        tmp_path,
        GOLDEN / "django_comments.json",
        format="django-comments",
        address="https://ledger.example/news/{pk}/",
    )
    comments = by_id("django-comments")
    assert statuses(comments) == {
        "1": "published",
        "2": "published",
        "3": "rejected",
        "4": "held",
    }
    assert comments["2"].parent == comments["1"]
    assert comments["1"].author.display_name == "Ada Byron"
    assert Article.objects.count() == 1  # the one that was there


def test_django_comments_are_read_from_their_tables_and_nothing_is_written_there(site, tmp_path):
    source = database(tmp_path / "old.sqlite3", "django_tables.sql")
    before = source.read_bytes()
    moved_in(site, tmp_path, source, format="django-comments")
    comments = by_id("django-comments")
    assert comments["2"].parent == comments["1"]
    assert comments["1"].created_at == at("2019-03-08T09:15:00")
    assert comments["1"].author.subject == "django-comments:4"
    assert comments["1"].article.external_id == "news.article/12"
    assert source.read_bytes() == before


def test_lines_that_others_write_need_no_more_than_a_text_a_time_and_an_article(site, tmp_path):
    moved_in(site, tmp_path, GOLDEN / "others.jsonl")
    comments = by_id("jsonl")
    assert statuses(comments) == {"1": "published", "2": "published", "3": "held"}
    assert text_of(comments["2"]) == "So it *is*."
    assert comments["2"].parent == comments["1"]


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("disqus", "disqus.xml"),
        ("wordpress", "wordpress.xml"),
        ("coral", "coral"),
        ("remark42", "remark42.json"),
        ("django-comments", "django_comments.json"),
        ("jsonl", "others.jsonl"),
    ],
)
def test_whatever_comes_in_the_ledger_is_sound_and_a_second_time_nothing_is_new(
    site, tmp_path, format, name
):
    first = moved_in(site, tmp_path, GOLDEN / name, format=format)
    assert list(ledger_faults()) == []
    assert not Decision.objects.exclude(actor_kind="import").exists()
    again = moved_in(site, tmp_path, GOLDEN / name, format=format)
    assert first.new_comments == Comment.objects.count() == again.known_comments
    assert (again.new_comments, again.new_articles, again.new_authors) == (0, 0, 0)
