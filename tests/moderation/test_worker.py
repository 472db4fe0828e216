"""A worker process: no hint is lost, it beats while it works, and it ends between two claims."""

import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from discussion.celery import app
from moderation import health, worker
from moderation.flows import screen_pending as flow
from moderation.judge import Judge
from moderation.models import Screening, WorkerHeartbeat
from moderation.scoring.base import ScorerUnavailable
from tests import factories
from tests.services.processes import environment_of_tests
from tests.stub_scorer import StubScorer


@pytest.fixture(autouse=True)
def _a_worker_of_our_own(monkeypatch):
    """The tests' scorer, and a worker that nobody has told to end."""
    monkeypatch.setattr(worker, "_judge", Judge(StubScorer(), ()))
    yield
    worker._ending[0] = 0


@pytest.fixture
def article(db):
    return factories.make_article()


def elsewhere(work):
    """Do the work in another thread, with a connection of its own, until it is done."""

    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


def test_what_waits_is_judged(article):
    comment = factories.make_comment(article)
    worker.run_once()
    assert factories.fresh(comment).status == "published"


@pytest.mark.django_db(transaction=True)
def test_a_hint_that_comes_after_the_queue_was_seen_empty_is_not_lost(monkeypatch):
    """The process is still busy, but has looked for the last time: whoever comes now is told so,
    and the one at work looks once more."""
    article = factories.make_article()
    first = factories.make_comment(article, "The first.")
    claim = flow.claim_screenings
    late = []

    def claims(owner):
        claimed = claim(owner)
        if claimed is None and not late:
            late.append(factories.make_comment(article, "Posted after the last look."))
            elsewhere(worker.run_once)
        return claimed

    monkeypatch.setattr(flow, "claim_screenings", claims)
    worker.run_once()
    assert [factories.fresh(each).status for each in (first, *late)] == ["published"] * 2


@pytest.mark.django_db(transaction=True)
def test_a_second_hint_returns_at_once_while_the_process_is_at_it(monkeypatch):
    article = factories.make_article()
    factories.make_comment(article)
    hinted = []

    class HintedMeanwhile(StubScorer):
        def score(self, texts):
            elsewhere(worker.run_once)
            hinted.append(len(texts))
            return super().score(texts)

    monkeypatch.setattr(worker, "_judge", Judge(HintedMeanwhile(), ()))
    worker.run_once()
    assert len(hinted) == 1
    assert not Screening.objects.filter(finished_at=None).exists()


def test_a_model_that_is_away_leaves_the_process_free_for_the_next_hint(article, monkeypatch):
    comment = factories.make_comment(article)

    class Away(StubScorer):
        def score(self, texts):
            raise ScorerUnavailable("away")

    monkeypatch.setattr(worker, "_judge", Judge(Away(), ()))
    worker.run_once()
    monkeypatch.setattr(worker, "_judge", Judge(StubScorer(), ()))
    factories.end_leases()
    worker.run_once()
    assert factories.fresh(comment).status == "published"


def test_a_worker_told_to_end_stores_its_claim_and_begins_no_other(article, monkeypatch):
    for number in range(40):
        factories.make_comment(article, f"comment {number}")

    class ToldMeanwhile(StubScorer):
        def score(self, texts):
            worker.end_soon()
            return super().score(texts)

    monkeypatch.setattr(worker, "_judge", Judge(ToldMeanwhile(), ()))
    worker.run_once()
    assert Screening.objects.filter(ending="decided").count() == 32
    assert not Screening.objects.filter(finished_at=None, attempts__gt=0).exists()


TELLS_ITS_CHILD = """
import os
import django
django.setup()
from moderation import worker
heard, told = os.pipe()
child = os.fork()
if child == 0:
    os.read(heard, 1)
    os._exit(int(worker.goes_on()))
worker.end_soon()
os.write(told, b"!")
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_child_hears_what_its_parent_was_told():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TELLS_ITS_CHILD],
        env=environment_of_tests(DJANGO_SETTINGS_MODULE="discussion.settings"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0\n"


def test_a_beat_says_who_is_alive_and_what_it_judges_with(db):
    worker.beat_once()
    first = WorkerHeartbeat.objects.get()
    assert (first.worker, first.scorer) == (worker.name(), "stub 1")
    assert len(first.scorer_digest) == 64
    WorkerHeartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert health.live_workers() == 0
    worker.beat_once()
    again = WorkerHeartbeat.objects.get()
    assert (again.pk, again.started_at) == (first.pk, first.started_at)
    assert health.live_workers() == 1


def test_who_has_been_silent_for_a_day_is_forgotten(db):
    now = timezone.now()
    for name, silent in [("gone", timedelta(hours=25)), ("asleep", timedelta(hours=23))]:
        WorkerHeartbeat.objects.create(
            worker=name, scorer="stub 1", scorer_digest="", started_at=now, seen_at=now - silent
        )
    worker.beat_once()
    known = WorkerHeartbeat.objects.values_list("worker", flat=True)
    assert set(known) == {"asleep", worker.name()}


@pytest.mark.django_db(transaction=True)
def test_a_worker_in_the_middle_of_a_backlog_beats(monkeypatch):
    """The timers of a real child: the sweep stands still in a text, the beat does not."""
    monkeypatch.setattr(settings, "SWEEP_SECONDS", 0.01)
    factories.make_comment(factories.make_article())
    reading, enough = threading.Event(), threading.Event()

    class Slow(StubScorer):
        def score(self, texts):
            reading.set()
            enough.wait(20)
            return super().score(texts)

    monkeypatch.setattr(worker, "_judge", Judge(Slow(), ()))
    seen = [threading.Event() for _ in range(3)]
    beat_once, counts = worker.beat_once, iter(seen)

    def beat():
        beat_once()
        if reading.is_set() and (event := next(counts, None)) is not None:
            event.set()

    monkeypatch.setattr(worker, "beat_once", beat)
    before = set(threading.enumerate())
    worker.start_sweeping()
    timers = set(threading.enumerate()) - before
    try:
        assert all(event.wait(20) for event in seen)
        assert Screening.objects.filter(finished_at=None).exists()
        assert health.live_workers() == 1
    finally:
        worker.end_soon()
        enough.set()
        for timer in timers:
            timer.join(20)
    assert not Screening.objects.filter(finished_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_timer_outlives_a_database_that_fails(monkeypatch):
    monkeypatch.setattr(settings, "SWEEP_SECONDS", 0)
    tries = []

    def work():
        tries.append(len(tries))
        if len(tries) == 3:
            worker.end_soon()
        connection.ensure_connection()
        raise RuntimeError("the database went away")

    elsewhere(lambda: worker.every_sweep(work))
    assert tries == [0, 1, 2]


def test_no_child_ends_for_the_number_of_its_hints():
    """Hints that find the process busy count too: at a limit a sweep would die in its claim."""
    assert app.conf.worker_max_tasks_per_child is None
