"""What decides a run, and what judges it: the same each time, and not blind."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from threading import Event

import pytest
from django.db import connection

from benchmarks.chaos import faults
from benchmarks.chaos.broken_worker import BREAKS
from benchmarks.chaos.client import GivenUp
from benchmarks.chaos.faults import kinds, planned
from benchmarks.chaos.mutants import MUTANTS
from benchmarks.chaos.posting import MOST_WAITING, Gate
from benchmarks.chaos.texts import COMMANDS, NAN, PLAIN, POISON, digest, texts
from benchmarks.chaos.truth import Log
from benchmarks.chaos.verdict import judged
from discussion.models import Comment, Revision
from moderation.models import ReviewItem, Screening
from moderation.text import views
from tests import factories

GUARD = "comment_published_was_decided"


def said(comment, text=None, kind=PLAIN):
    """The line about a comment that was taken."""
    body = text or comment.revisions.get().text
    return {
        "event": "posted",
        "key": "chaos-1",
        "id": str(comment.public_id),
        "sha": digest(body),
        "kind": kind,
    }


def test_nobody_posts_while_too_many_wait_nor_beyond_what_is_allowed():
    gate, over = Gate(allowed=1), Event()
    gate.note_waiting(MOST_WAITING + 1)
    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(gate.enter, over) for _ in range(2))
        with pytest.raises(TimeoutError):
            first.result(timeout=0.3)
        assert gate.begun == 0
        gate.note_waiting(MOST_WAITING)
        done, waiting = wait((first, second), return_when=FIRST_COMPLETED)
        assert (len(done), len(waiting), gate.begun) == (1, 1, 1)
        over.set()
        assert type(waiting.pop().exception()) is GivenUp


def test_the_same_seed_brings_the_same_faults_and_the_same_texts():
    for seed in (1, 2):
        known = kinds("postgresql", "redis")
        plan = planned(12, comments=3_000, seed=seed, kinds=known)
        assert plan == planned(12, comments=3_000, seed=seed, kinds=known)
        assert [fault.after for fault in plan] == sorted(fault.after for fault in plan)
        assert set(known) == {fault.kind for fault in plan}
        assert texts(50, seed=seed) == texts(50, seed=seed)
    assert texts(50, seed=1) != texts(50, seed=2)


def test_no_fault_is_planned_that_cannot_happen_there():
    assert faults.CRASH_DATABASE not in kinds("sqlite", "valkey")
    assert not any("broker" in kind for kind in kinds("postgresql", "none"))


def test_some_texts_are_hostile_and_no_two_are_the_same():
    drawn = texts(400, seed=3)
    assert sum(text.kind == POISON for text in drawn) == 2
    assert sum(text.kind == NAN for text in drawn) == 2
    assert all(text.body.startswith(COMMANDS.get(text.kind, "")) for text in drawn)
    assert len({text.body for text in drawn}) == 400
    assert 5 <= sum(bool(text.edit) for text in drawn) <= 40


def test_every_reader_of_a_hostile_text_sees_what_it_commands():
    for text in texts(3_000, seed=3):
        for kind, body in ((text.kind, text.body), (text.edit_kind, text.edit)):
            assert views(body).readings()[0].startswith(COMMANDS.get(kind, ""))


def test_every_mutant_takes_something_away_somewhere():
    assert {name for name, mutant in MUTANTS.items() if mutant.in_worker} == set(BREAKS)
    assert {name for name, mutant in MUTANTS.items() if mutant.in_web} == {"early-answer"}


def test_what_was_written_to_a_log_stays_in_it(tmp_path):
    Log(tmp_path / "log").write(event="posted", id="1")
    log = Log(tmp_path / "log")
    log.write(event="posted", id="2")
    assert [line["id"] for line in log.lines()] == ["1", "2"]


@pytest.fixture
def published(db):
    return factories.published(factories.make_article())


def test_a_service_that_kept_its_promises_is_clean(published):
    assert judged([said(published)], [], posted=1).is_clean


def test_a_text_that_is_gone_or_another_is_lost(published):
    other = said(published, text="Something else.")
    gone = {**said(published), "id": "01920000-0000-7000-8000-000000000000"}
    verdict = judged([said(published), other, gone], [], posted=3)
    assert verdict.lost == 2
    assert not verdict.is_clean


def test_a_post_without_its_answer_or_refused_is_no_success(published):
    refused = {"event": "refused", "key": "chaos-2", "status": 409}
    verdict = judged([said(published), refused], [], posted=3)
    assert (verdict.refused, verdict.never_answered) == (1, 1)


def test_a_key_that_made_two_comments_is_seen(published):
    factories.make_comment(published.article, "Once more.")
    assert judged([said(published)], [], posted=1).stored_twice == 1


def test_a_public_text_that_only_the_outside_knows_to_be_unreadable_is_seen(published):
    assert judged([said(published, kind=NAN)], [], posted=1).published_unscored == 1
    seen = {"event": "seen", "key": "chaos-1"}
    assert judged([said(published), seen], [], posted=1).published_unscored == 1


def test_poison_that_is_public_is_wrong(published):
    assert judged([said(published, kind=POISON)], [], posted=1).poison_wrong == 1


def test_a_decision_that_is_shown_with_another_text_is_stale(db):
    if connection.vendor == "postgresql":
        # It refuses such a row by itself.
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE discussion_comment DISABLE TRIGGER {GUARD}")
    article = factories.make_article()
    one, other = factories.published(article, "One."), factories.published(article, "Another.")
    assert judged([said(one), said(other)], [], posted=2).stale_decisions == 0
    Comment.objects.filter(pk=one.pk).update(decision=other.decision)
    assert judged([said(one), said(other)], [], posted=2).stale_decisions == 1


def test_what_waits_and_a_text_without_its_job_are_left_over(published):
    waiting = factories.make_comment(published.article, "Still to be read.")
    rows = [said(published), said(waiting)]
    assert judged(rows, [], posted=2).pending_left == 2
    Screening.objects.filter(revision__comment=waiting).delete()
    assert judged(rows, [], posted=2).pending_left == 1


def test_a_job_that_says_otherwise_than_the_decisions_is_untrue(published):
    jobs = Screening.objects.filter(revision__comment=published)
    jobs.update(ending=Screening.Ending.MOOT)
    assert judged([said(published)], [], posted=1).untrue_endings == 1


def test_a_held_comment_that_no_item_shows_is_unseen(db):
    held = factories.held(factories.make_article())
    assert judged([said(held)], [], posted=1).held_unseen == 0
    ReviewItem.objects.all().delete()
    verdict = judged([said(held)], [], posted=1)
    assert verdict.held_unseen == 1
    assert Revision.objects.get().state == "held"
