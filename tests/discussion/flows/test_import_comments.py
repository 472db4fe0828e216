"""Comments move in: state, threads, history and numbers are right, and nobody is flooded."""

import csv
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from articles.models import Article, AuditEvent, OutboxEvent
from discussion.imports.staging import StagingInUse, claimed
from discussion.models import (
    Author,
    Comment,
    Decision,
    ImportedArticle,
    ImportedComment,
    Notification,
    Revision,
    Statement,
)
from discussion.paths import ids_in
from discussion.verification import ledger_faults
from tests.discussion_rows import make_article, make_author, make_site, without_moderation
from tests.import_sources import ARTICLE, comment, moved_in, written
from tests.services.processes import environment_of_tests

pytestmark = pytest.mark.django_db

TABLES = (
    Article,
    AuditEvent,
    OutboxEvent,
    Author,
    Comment,
    Revision,
    Decision,
    Statement,
    ImportedComment,
)


@pytest.fixture(autouse=True)
def screener():
    with without_moderation() as recording:
        yield recording


@pytest.fixture
def site():
    return make_site()


def stored():
    return {row.source_id: row.comment for row in ImportedComment.objects.select_related("comment")}


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def thread(size):
    """A root and replies, each to the one before it."""
    return [comment(str(n), str(n - 1) if n > 1 else "") for n in range(1, size + 1)]


def test_a_rehearsal_tells_the_same_and_stores_nothing(site, tmp_path):
    source = written(tmp_path / "a.jsonl", *thread(3), comment("9", "8"))
    before = counts()
    report = moved_in(site, tmp_path, source, rehearsed=True)
    assert counts() == before
    assert (report.comments, report.statuses, report.new_comments) == (4, {"published": 4}, 0)
    assert [problem.code for problem in report.problems] == ["orphan"]
    assert list(tmp_path.glob("*.staging")) == []


def test_replies_deeper_than_the_deepest_level_stand_on_it(site, tmp_path):
    report = moved_in(site, tmp_path, written(tmp_path / "a.jsonl", *thread(12)))
    comments = stored()
    assert [comments[str(n)].depth for n in range(1, 13)] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8]
    assert {comments[str(n)].parent_id for n in range(9, 13)} == {comments["8"].pk}
    assert (comments["1"].reply_count, comments["8"].reply_count) == (1, 4)
    for row in comments.values():
        assert ids_in(bytes(row.path))[-1] == row.pk
        assert len(ids_in(bytes(row.path))) == row.depth + 1
    assert {problem.code: problem.count for problem in report.problems} == {"deeper": 3}
    assert list(ledger_faults()) == []


def test_each_state_has_the_decision_and_the_statement_that_it_needs(site, tmp_path, screener):
    rows = [
        comment("1"),
        comment("2", status="held"),
        comment("3", status="rejected"),
        comment("4", status="withdrawn"),
        comment("5", status="pending"),
    ]
    moved_in(site, tmp_path, written(tmp_path / "a.jsonl", *rows))
    found = {
        id_: (
            row.status,
            row.decision and row.decision.outcome,
            row.listed,
            bool(row.public_revision),
        )
        for id_, row in stored().items()
    }
    assert found == {
        "1": ("published", "publish", True, True),
        "2": ("held", "hold", False, False),
        "3": ("rejected", "reject", False, False),
        "4": ("withdrawn", None, False, False),
        "5": ("held", "hold", False, False),
    }
    assert Statement.objects.count() == 3
    assert {held.comment.imported_as.source_id for held in screener.imported} == {"2", "5"}
    assert list(ledger_faults()) == []


def test_the_statement_says_that_somebody_elsewhere_decided(site, tmp_path):
    moved_in(site, tmp_path, written(tmp_path / "a.jsonl", comment("1", status="rejected")))
    facts = Statement.objects.get().facts
    said = render_to_string("discussion/statement.html", {"facts": facts, "site": site})
    assert "Decided where the comment was first written, on" in said


def test_nobody_is_told_of_single_comments_only_once_of_the_article(site, tmp_path, screener):
    article = make_article(site, external_id="12")
    version = article.version
    moved_in(site, tmp_path, written(tmp_path / "a.jsonl", *thread(5)))
    article.refresh_from_db()
    assert article.version > version
    assert article.comment_count == 5
    assert [event.kind for event in OutboxEvent.objects.all()] == ["article.changed"]
    assert not Notification.objects.exists()
    assert (screener.submitted, screener.changed) == ([], [])
    kinds = AuditEvent.objects.filter(subject=site.audit_subject).values_list("kind", flat=True)
    assert "comments.imported" in kinds


def test_a_tombstone_stands_as_long_as_something_below_it_can_be_read(site, tmp_path):
    rows = [
        comment("1", status="withdrawn"),
        comment("2", "1", status="rejected"),
        comment("3", "2"),
        comment("4", status="withdrawn"),
    ]
    moved_in(site, tmp_path, written(tmp_path / "a.jsonl", *rows))
    assert {id_: row.listed for id_, row in stored().items()} == {
        "1": True,
        "2": True,
        "3": True,
        "4": False,
    }


def test_a_later_file_goes_on_with_the_threads_of_an_earlier_one(site, tmp_path):
    first = written(tmp_path / "a.jsonl", comment("1", status="withdrawn"))
    moved_in(site, tmp_path, first)
    assert not stored()["1"].listed
    later = written(tmp_path / "b.jsonl", comment("2", "1"), article=None)
    report = moved_in(site, tmp_path, later)
    comments = stored()
    assert comments["2"].parent_id == comments["1"].pk
    assert comments["1"].listed
    assert report.problems == ()
    assert list(ledger_faults()) == []


def test_two_sources_do_not_take_each_others_ids(site, tmp_path):
    source = written(tmp_path / "a.jsonl", comment("1"))
    moved_in(site, tmp_path, source)
    moved_in(site, tmp_path, source, choices={"source": "old-blog"})
    assert Comment.objects.count() == 2
    assert Article.objects.count() == 1


def test_people_are_known_by_the_sites_own_ids_where_a_table_says_so(site, tmp_path):
    known = make_author(site, "Ben")
    (tmp_path / "people.csv").write_text("u-2,ben\nada@post.example,18\n", encoding="utf-8")
    rows = [
        {"kind": "author", "id": "u-2", "display_name": "benny"},
        {"kind": "author", "id": "u-3", "display_name": "Cy"},
        comment("1", author="u-2"),
        comment("2", author="u-3"),
        comment("3", author_email="ADA@post.example"),
    ]
    moved_in(
        site,
        tmp_path,
        written(tmp_path / "a.jsonl", *rows),
        choices={"subjects": tmp_path / "people.csv", "subject_template": "old-{id}"},
    )
    subjects = {id_: row.author.subject for id_, row in stored().items()}
    assert subjects == {"1": "ben", "2": "old-u-3", "3": "18"}
    known.refresh_from_db()
    assert known.display_name == "Ben"  # as the site's own token says


@pytest.mark.parametrize(("asked", "kept"), [(False, ""), (True, "ada@post.example")])
def test_addresses_come_in_only_when_they_are_asked_for(site, tmp_path, asked, kept):
    row = comment("1", author_email="ada@post.example")
    moved_in(site, tmp_path, written(tmp_path / "a.jsonl", row), choices={"with_email": asked})
    author = Author.objects.get()
    assert author.email == kept
    assert "post.example" not in author.subject


def test_old_and_new_addresses_are_written_again_when_nothing_is_new(site, tmp_path):
    source = written(tmp_path / "a.jsonl", comment("1", url="https://ledger.example/old#c1"))
    for _ in range(2):
        moved_in(site, tmp_path, source, permalinks=tmp_path / "map.csv")
        with (tmp_path / "map.csv").open(encoding="utf-8", newline="") as file:
            head, row = csv.reader(file)
        assert head == ["source_id", "old_url", "comment_id", "new_url"]
        assert row[:2] == ["1", "https://ledger.example/old#c1"]
        assert row[3].startswith(settings.PUBLIC_URL)
        assert row[3].endswith(f"#c-{stored()['1'].public_id}")


def test_the_same_import_does_not_run_twice_at_once(site, tmp_path):
    source = written(tmp_path / "a.jsonl", comment("1"))
    with claimed(tmp_path / f"{site.slug}-jsonl.staging"), pytest.raises(StagingInUse):
        moved_in(site, tmp_path, source)


def test_a_batch_costs_a_fixed_number_of_queries(site, tmp_path):
    def cost(name, size):
        rows = [comment(f"{name}{n}", created_at=f"2020-01-01T00:00:{n:02}Z") for n in range(size)]
        source = written(tmp_path / f"{name}.jsonl", *rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            moved_in(site, tmp_path, source)
        return len(queries)

    cost("a", 1)
    # SQLite takes 999 values in a statement: some 39 comments of 25 columns.
    assert cost("b", 30) == cost("c", 3)


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_and_run_again_it_ends_as_if_it_had_not_been(tmp_path):
    site, other = make_site(), make_site("The Other Ledger")
    source = written(tmp_path / "a.jsonl", *thread(10), comment("11", status="held"))
    command = [sys.executable, "-m", "tests.killed_import", site.slug, str(source), str(tmp_path)]
    variables = environment_of_tests(DJANGO_SETTINGS_MODULE="discussion.settings")
    done = subprocess.run(
        command, env=variables, cwd=settings.BASE_DIR, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == -9, done.stderr
    assert Comment.objects.filter(site=site).count() == 3
    kept = list(tmp_path.glob("*.staging"))
    assert len(kept) == 1
    assert kept[0].stat().st_mode & 0o077 == 0
    report = moved_in(site, tmp_path, source, resume=True)
    assert (report.known_comments, report.new_comments) == (3, 8)
    moved_in(other, tmp_path, source)
    assert shape(site) == shape(other)
    assert not ImportedArticle.objects.filter(has_news=True).exists()
    assert list(tmp_path.glob("*.staging")) == []
    assert list(ledger_faults()) == []


def shape(site):
    """What a site's comments are, without what differs between any two."""
    rows = ImportedComment.objects.filter(site=site).order_by("comment_id")
    return [
        (row.source_id, row.comment.status, row.comment.depth, row.comment.created_at)
        for row in rows.select_related("comment")
    ]


def test_a_future_moment_is_today_and_a_missing_one_is_told(site, tmp_path):
    rows = [comment("1", created_at="2999-01-01T00:00:00Z"), comment("2", created_at=None)]
    report = moved_in(site, tmp_path, written(tmp_path / "a.jsonl", *rows))
    assert {problem.code for problem in report.problems} == {"time-ahead", "time-missing"}
    assert stored()["1"].created_at - Article.objects.get().created_at < timedelta(minutes=5)


def test_a_long_text_is_kept_whole_in_replies_to_itself(site, tmp_path):
    row = comment("1", text="A sentence of some length. " * 800)
    moved_in(site, tmp_path, written(tmp_path / "a.jsonl", row, comment("2", "1")))
    comments = stored()
    assert sorted(comments) == ["1", "1#2", "1#3", "2"]
    assert {comments["1#2"].parent_id, comments["2"].parent_id} == {comments["1"].pk}
    assert comments["1#2"].pk < comments["1#3"].pk < comments["2"].pk
    assert ARTICLE["title"] == Article.objects.get().title


def test_reactions_of_known_readers_are_theirs_and_the_rest_is_kept(site, tmp_path):
    people = [
        {"kind": "author", "id": id_, "display_name": id_.title()} for id_ in ("ada", "ben", "cleo")
    ]
    like = {"kind": "like", "created_at": "2019-03-08T10:00:00Z"}
    left = [
        {**like, "author": "ada"},  # their own comment
        {**like, "author": "ben"},  # once more
        {**like, "author": "ben", "kind": "hug"},  # no reaction of the site
        {**like, "author": "nobody"},
        {"author": ["ben"], "kind": {}},
        "like",
    ]
    given = [{**like, "author": "ben"}, {**like, "author": "cleo"}]
    row = comment("1", author="ada", reactions=[*given, *left])
    moved_in(site, tmp_path, written(tmp_path / "a.jsonl", *people, row))
    root = stored()["1"]
    assert (root.like_count, root.reaction_counts) == (2, {"like": 2})
    reactions = root.reactions.values_list("author__display_name", "created_at__year")
    assert sorted(reactions) == [("Ben", 2019), ("Cleo", 2019)]
    assert root.imported_as.reactions == left
