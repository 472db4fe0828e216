"""A thread is closed, a discussion slowed down, a comment recommended."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from articles.flows.set_slow_mode import LONGEST_SECONDS, set_slow_mode
from articles.models import AuditEvent, OutboxEvent
from discussion.errors import DuplicateComment, NotPublished, SlowMode, ThreadLocked
from discussion.flows.feature_comment import feature_comment, unfeature_comment
from discussion.flows.lock_thread import lock_thread, unlock_thread
from discussion.models import Comment
from discussion.verification import ledger_faults
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db

ACTOR = "user:1"


@pytest.fixture
def article():
    return factories.make_article()


def version_of(article):
    article.refresh_from_db()
    return article.version


class TestALockedThread:
    def test_takes_no_reply_at_any_depth_and_keeps_what_is_there(self, article):
        root = factories.published(article)
        reply = factories.published(article, "I agree.", author="Ben", parent=root)
        lock_thread(reply, actor=ACTOR)
        for parent in (root, reply):
            with pytest.raises(ThreadLocked):
                factories.make_comment(article, "And I.", author="Cleo", parent=parent)
        assert factories.fresh(reply).status == "published"
        assert factories.make_comment(article, "Another thread.").status == "pending"

    def test_takes_replies_again_when_it_is_opened(self, article):
        root = factories.published(article)
        lock_thread(root, actor=ACTOR)
        unlock_thread(root, actor=ACTOR)
        assert factories.make_comment(article, "And I.", author="Cleo", parent=root).depth == 1

    def test_each_change_is_audited_once_and_moves_the_page(self, article):
        root = factories.published(article)
        before = version_of(article)
        for _ in range(2):
            lock_thread(root, actor=ACTOR)
        assert version_of(article) == before + 1
        assert AuditEvent.objects.filter(kind="thread.locked").count() == 1
        assert OutboxEvent.objects.filter(kind="thread.locked").count() == 1
        assert list(ledger_faults()) == []

    def test_who_is_about_to_decide_goes_on(self, article):
        root = factories.published(article)
        lock_thread(root, actor=ACTOR)
        assert factories.fresh(root).version == root.version


@pytest.mark.django_db(transaction=True)
def test_who_answers_while_the_thread_is_locked_comes_before_or_after(article):
    root = factories.published(article)
    for name in ("Ben", "Cleo"):
        factories.author_at(article.site, name)

    def answer(name):
        try:
            return factories.make_comment(article, f"{name} too.", author=name, parent=root)
        except ThreadLocked:
            return None

    answers = at_once(
        partial(answer, "Ben"), partial(lock_thread, root, actor=ACTOR), partial(answer, "Cleo")
    )
    stored = [made for made in (answers[0], answers[2]) if made is not None]
    assert Comment.objects.filter(parent=root).count() == len(stored)
    assert list(ledger_faults()) == []


class TestSlowMode:
    @pytest.fixture
    def slow(self, article):
        set_slow_mode(article, 60, actor=ACTOR)
        article.refresh_from_db()
        return article

    def test_each_author_waits_by_themselves(self, slow):
        factories.make_comment(slow, "One.")
        with pytest.raises(SlowMode) as refused:
            factories.make_comment(slow, "Two.")
        assert 55 <= refused.value.retry_after <= 60
        assert factories.make_comment(slow, "Mine.", author="Ben").status == "pending"

    def test_who_has_waited_may_write(self, slow):
        factories.make_comment(slow, "One.")
        with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
            assert factories.make_comment(slow, "Two.").status == "pending"

    def test_a_double_click_is_told_what_it_is(self, slow):
        factories.make_comment(slow, "One.")
        with pytest.raises(DuplicateComment):
            factories.make_comment(slow, "One.")

    def test_other_articles_are_not_concerned(self, slow):
        factories.make_comment(slow, "One.")
        other = factories.make_article(slow.site, "Another matter")
        assert factories.make_comment(other, "Two.").status == "pending"

    def test_it_is_audited_and_moves_the_page_once(self, article):
        before = version_of(article)
        for _ in range(2):
            set_slow_mode(article, 60, actor=ACTOR)
        assert version_of(article) == before + 1
        event = AuditEvent.objects.get(kind="article.slow_mode")
        assert (event.subject, event.data) == (article.audit_subject, {"seconds": 60})
        assert list(ledger_faults()) == []

    @pytest.mark.parametrize("seconds", [-1, LONGEST_SECONDS + 1])
    def test_a_pause_that_is_none_is_refused(self, article, seconds):
        with pytest.raises(ValueError, match="pause"):
            set_slow_mode(article, seconds, actor=ACTOR)


class TestFeatured:
    def test_it_moves_the_page_and_is_audited_once(self, article):
        comment = factories.published(article)
        before = version_of(article)
        for _ in range(2):
            feature_comment(comment, actor=ACTOR)
        assert version_of(article) == before + 1
        assert factories.fresh(comment).featured_at is not None
        unfeature_comment(comment, actor=ACTOR)
        assert factories.fresh(comment).featured_at is None
        assert [e.kind for e in AuditEvent.objects.order_by("pk")][-2:] == [
            "comment.featured",
            "comment.unfeatured",
        ]
        assert list(ledger_faults()) == []

    def test_only_what_everybody_can_read_is_recommended(self, article):
        with pytest.raises(NotPublished):
            feature_comment(factories.held(article), actor=ACTOR)
