"""A worker process: the model it holds, its own timer, and the sign that it is alive."""

import logging
import mmap
import os
import socket
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery.signals import (
    worker_init,
    worker_process_init,
    worker_process_shutdown,
    worker_ready,
    worker_shutting_down,
)
from django.conf import settings
from django.db import close_old_connections, connections
from django.db.models.functions import Now
from redis.exceptions import RedisError

from discussion.celery import JUDGING, takes_from
from moderation.answering import answer_next
from moderation.detectors.in_use import DETECTORS
from moderation.flows.screen_pending import screen_pending
from moderation.judge import Judge
from moderation.models import ScheduleHeartbeat, WorkerHeartbeat
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import load_scorer
from moderation.wakeup import RUN_JOBS, wake_workers

log = logging.getLogger(__name__)

# One text at a time in a process: the model has one thread, and the limit per text is the
# process's.
_busy = threading.Lock()
# Somebody found the process busy, or is about to try: there may be more than its loop has seen.
_again = threading.Event()
# Work was put off since this process was judging; whoever is at it asks for it when done.
_put_off = threading.Event()
# One byte that children share with the process they were forked from, which alone hears SIGTERM.
# No lock, so a handler of signals may set it, and no killed child can leave it locked.
_ending = mmap.mmap(-1, 1)
FORGOTTEN_AFTER = timedelta(days=1)
# A broker that is away is looked for this often, by whom nobody can reach meanwhile.
ASK_AGAIN_SECONDS = 5.0
_judge: Judge | None = None


def judge() -> Judge:
    """Return this process's judge, loading the model at the first call; raises
    ScorerUnavailable.
    """
    global _judge
    if _judge is None:
        scorer = load_scorer(settings.DISCUSSION_SCORER, settings.DISCUSSION_SCORERS_DIR)
        _judge = Judge(scorer=scorer, detectors=DETECTORS)
    return _judge


def use(other: Judge) -> None:
    """Judge with this from now on, in place of what the settings name."""
    global _judge
    _judge = other


def name() -> str:
    """Return what this process is called in leases, heartbeats and logs."""
    return f"{socket.gethostname()}:{os.getpid()}"


def run_once() -> None:
    """Judge whatever waits. Where this process is at it already, whoever is at it looks once more.

    No hint gets lost: it is set before the lock is tried, cleared before the queue is read and
    looked at again after the lock is free. So either the one at work sees it or its bearer gets in.
    """
    _again.set()
    while _again.is_set() and _busy.acquire(blocking=False):
        _again.clear()
        try:
            screen_pending(judge(), worker=name(), go_on=goes_on)
        except ScorerUnavailable:
            log.exception("nothing can be judged at present")
        finally:
            _busy.release()
            _ask_for_what_was_put_off()


def run_between(work: Callable[[], bool]) -> bool:
    """Do the work, which reads texts too, while nobody of this process judges; then judge what came
    meanwhile. False when it was not done, since somebody is judging: what was posted comes first,
    and then workers are woken for jobs once more.
    """
    # Set before the lock is tried, as in `run_once`: whoever has it now sees it when done.
    _put_off.set()
    if not _busy.acquire(blocking=False):
        return False
    _put_off.clear()
    try:
        done = work()
    finally:
        _busy.release()
    run_once()
    return done


def _ask_for_what_was_put_off() -> None:
    if _put_off.is_set():
        _put_off.clear()
        wake_workers(RUN_JOBS)


def is_wanted() -> bool:
    """Whether something was posted since the last look at what waits."""
    return _again.is_set()


def goes_on() -> bool:
    """Whether another claim may be begun: false once this worker was told to end."""
    return _ending[0] == 0


def beat_once() -> None:
    """Say that this process is alive and what it judges with; forget who has long been silent."""
    producer = judge().scorer.producer
    seen = {
        "seen_at": Now(),
        "scorer": f"{producer.name} {producer.version}",
        "scorer_digest": producer.digest,
    }
    WorkerHeartbeat.objects.update_or_create(
        worker=name(), defaults=seen, create_defaults={**seen, "started_at": Now()}
    )
    WorkerHeartbeat.objects.filter(seen_at__lt=Now() - FORGOTTEN_AFTER).delete()


def note_schedule() -> None:
    """Say that the schedule asks for work, and that a worker does it."""
    ScheduleHeartbeat.objects.update_or_create(pk=1, defaults={"seen_at": Now()})


def every_sweep(work: Callable[[], None]) -> None:
    """Do the work at every sweep until the worker ends, whatever comes of it."""
    pause = threading.Event()
    while goes_on():
        close_old_connections()  # this thread's own
        try:
            work()
        except Exception:
            # Whatever it was (the database away, a deadlock lost), this thread may not end of it.
            log.exception("sweep failed")
            connections.close_all()
        pause.wait(settings.SWEEP_SECONDS)
    connections.close_all()


def keep_answering() -> None:
    """Answer whoever waits for a judgement until the worker ends, whatever comes of it."""
    pause = threading.Event()
    while goes_on():
        close_old_connections()  # this thread's own
        try:
            answer_next(judge)
        except RedisError as error:
            log.warning("nobody can ask", extra={"error": type(error).__name__})
            pause.wait(ASK_AGAIN_SECONDS)
        except Exception:
            log.exception("listening failed")
            pause.wait(ASK_AGAIN_SECONDS)
    connections.close_all()


def load_model(sender: Any, **_: Any) -> None:
    """Load and try the model before any child is forked, so that all share it; a wrong model ends
    the worker here, with the sentence that says what is wrong. A worker that only talks to the
    outside needs none."""
    if not takes_from(JUDGING, sender):
        return
    try:
        judge()
    except ScorerUnavailable as error:
        sys.stderr.write(f"The worker does not start: {error}\n")
        # EX_CONFIG: a supervisor that knows it does not try again what cannot get better.
        raise SystemExit(os.EX_CONFIG) from error
    connections.close_all()  # a child must not inherit a connection


def start_sweeping(**_: Any) -> None:
    """Start the timers of a pool's child, and its listener. Beating has a timer of its own: a sweep
    through a backlog takes longer than a silent worker is believed to be alive."""
    for work in (beat_once, run_once):
        threading.Thread(target=every_sweep, args=[work], name=work.__name__, daemon=True).start()
    threading.Thread(target=keep_answering, name="answer", daemon=True).start()


def start_sweeping_without_children(sender: Any, **_: Any) -> None:
    """Start the timer where the worker has no children (the pools `solo` and `threads`)."""
    if takes_from(JUDGING, sender) and type(sender.pool).__module__.rsplit(".", 1)[-1] != "prefork":
        start_sweeping()


def end_soon(**_: Any) -> None:
    """Let nobody begin another claim: in the process that is told to end, for all its children."""
    _ending[0] = 1


def finish_claim(**_: Any) -> None:
    """Let a child that ends store what it has judged: its sweep would die in the middle."""
    _busy.acquire(timeout=settings.TEXT_SECONDS)


worker_init.connect(load_model)
worker_process_init.connect(start_sweeping)
worker_ready.connect(start_sweeping_without_children)
worker_shutting_down.connect(end_soon)
worker_process_shutdown.connect(finish_claim)
