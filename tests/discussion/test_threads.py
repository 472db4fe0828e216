import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.keyset import Slice
from discussion import threads
from discussion.models import Comment
from tests import discussion_rows as rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_moderation():
    with rows.without_moderation():
        yield


@pytest.fixture
def article():
    return rows.make_article(rows.make_site())


@pytest.fixture
def ada(article):
    return rows.make_author(article.site, "Ada")


def page_of(article, *, size=20, replies=10, newest_first=True):
    part = Slice(size, newest_first=newest_first, cursor=None)
    roots = threads.roots_of(article.pk)
    return threads.page_of_threads(roots, part, article_id=article.pk, replies_limit=replies)[1]


def shown(branches):
    """Return the page as nested tuples of primary keys."""
    return [(branch.row.pk, shown(branch.replies)) for branch in branches]


class TestWhatSomebodyMayKnowOf:
    def test_everybody_sees_what_is_listed_and_its_author_also_the_rest(self, article, ada):
        ben = rows.make_author(article.site, "Ben")
        public = rows.make_comment(article, ada)
        hidden = [rows.make_comment(article, ada, outcome=o) for o in (None, "hold", "reject")]
        assert set(threads.visible_to(None)) == {public}
        assert set(threads.visible_to(ben)) == {public}
        assert set(threads.visible_to(ada)) == {public, *hidden}

    def test_a_newcomer_sees_no_more_than_everybody(self, article, ada):
        rows.make_comment(article, ada, outcome="hold")
        assert not threads.visible_to(None).exists()


class TestWhatWaits:
    def test_its_author_alone_sees_it_newest_first(self, article, ada):
        hidden = [rows.make_comment(article, ada, outcome=o) for o in (None, "hold")]
        rows.make_comment(article, ada)
        waiting = [row.pk for row in threads.waiting_of(ada, article.pk)]
        assert waiting == [comment.pk for comment in reversed(hidden)]

    def test_a_rejected_one_stays_for_a_month(self, article, ada):
        rejected = rows.make_comment(article, ada, outcome="reject")
        assert [row.pk for row in threads.waiting_of(ada, article.pk)] == [rejected.pk]
        assert threads.waiting_of(rows.make_author(article.site, "Ben"), article.pk) == []
        with time_machine.travel(timezone.now() + threads.REJECTED_SHOWN, tick=False):
            assert threads.waiting_of(ada, article.pk) == []

    def test_a_held_one_that_stands_in_the_thread_is_not_told_twice(self, article, ada):
        root = rows.make_comment(article, ada)
        rows.make_comment(article, ada, parent=root)
        rows.rule(root, "hold", person=rows.make_person())
        assert [branch.row.pk for branch in page_of(article)] == [root.pk]
        assert threads.waiting_of(ada, article.pk) == []


class TestTrees:
    def test_the_first_descendants_are_shown_depth_first(self, article, ada):
        root = rows.make_comment(article, ada)
        first = rows.make_comment(article, ada, parent=root)
        second = rows.make_comment(article, ada, parent=root)
        below = rows.make_comment(article, ada, parent=first)
        assert shown(page_of(article)) == [
            (root.pk, [(first.pk, [(below.pk, [])]), (second.pk, [])])
        ]
        assert shown(page_of(article, replies=2)) == [(root.pk, [(first.pk, [(below.pk, [])])])]

    def test_each_root_has_a_share_of_its_own(self, article, ada):
        roots = [rows.make_comment(article, ada) for _ in range(2)]
        for root in roots:
            for _ in range(3):
                rows.make_comment(article, ada, parent=root)
        branches = page_of(article, replies=2)
        assert [len(branch.replies) for branch in branches] == [2, 2]
        assert [(branch.listed, branch.published) for branch in branches] == [(3, 3), (3, 3)]

    def test_a_tombstone_counts_as_listed_and_not_as_published(self, article, ada):
        root = rows.make_comment(article, ada)
        middle = rows.make_comment(article, ada, parent=root)
        rows.make_comment(article, ada, parent=middle)
        rows.rule(middle, "reject", person=rows.make_person())
        branch = page_of(article)[0]
        assert (branch.listed, branch.published) == (1, 0)
        assert branch.replies[0].row.status == "rejected"
        assert branch.replies[0].row.fragment is None

    def test_what_waits_below_a_comment_is_not_shown(self, article, ada):
        root = rows.make_comment(article, ada)
        rows.make_comment(article, ada, parent=root, outcome=None)
        rows.make_comment(article, ada, parent=root, outcome="hold")
        branch = page_of(article)[0]
        assert (branch.replies, branch.listed) == ([], 0)

    def test_beyond_the_deepest_level_replies_stand_beside_each_other(self, article, ada):
        parent = rows.make_comment(article, ada)
        for _ in range(10):
            parent = rows.make_comment(article, ada, parent=parent)
        depths = Comment.objects.order_by("pk").values_list("depth", flat=True)
        assert list(depths) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8]
        branch = page_of(article)[0]
        while len(branch.replies) == 1:
            branch = branch.replies[0]
        assert len(branch.replies) == 3

    def test_an_article_without_comments_has_an_empty_page(self, article):
        assert page_of(article) == []


def test_a_page_never_walks_the_table_of_comments(article, ada):
    for place in (article, *(rows.make_article(article.site) for _ in range(4))):
        for _ in range(8):
            root = rows.make_comment(place, ada)
            for _ in range(3):
                rows.make_comment(place, ada, parent=root)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as captured:
        page_of(article, size=5)
    assert len(captured) == 3
    # PostgreSQL's planner rightly walks so small a table; SQLite's does not look at its size.
    if connection.vendor == "sqlite":
        steps = [step for query in captured.captured_queries for step in plan_of(query["sql"])]
        assert any("INDEX comment_thread (root_id=? AND path>? AND path<?)" in s for s in steps)
        assert not [step for step in steps if step.startswith("SCAN discussion_comment")]


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[-1] for row in cursor.fetchall()]
