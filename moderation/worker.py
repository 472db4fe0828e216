"""A worker process: the model it holds, its own timer, and the sign that it is alive."""

import logging
import os
import socket
import sys
import threading
from typing import Any

from celery.signals import worker_init, worker_process_init, worker_ready
from django.conf import settings
from django.db import close_old_connections, connections
from django.db.models.functions import Now

from moderation.detectors import DETECTORS
from moderation.flows.screen_pending import screen_pending
from moderation.judge import Judge
from moderation.models import WorkerHeartbeat
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import load_scorer

log = logging.getLogger(__name__)

# One text at a time in a process: the model has one thread, and the limit per text is the
# process's.
_busy = threading.Lock()
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
    """Judge whatever waits, unless this process is at it already: then its loop sees the rest."""
    if not _busy.acquire(blocking=False):
        return
    try:
        screen_pending(judge(), worker=name())
    except ScorerUnavailable:
        log.exception("nothing can be judged at present")
    finally:
        _busy.release()


def beat_once() -> None:
    """Say that this process is alive and what it judges with."""
    producer = judge().scorer.producer
    WorkerHeartbeat.objects.update_or_create(
        worker=name(),
        defaults={
            "seen_at": Now(),
            "scorer": f"{producer.name} {producer.version}",
            "scorer_digest": producer.digest,
        },
        create_defaults={
            "started_at": Now(),
            "seen_at": Now(),
            "scorer": f"{producer.name} {producer.version}",
            "scorer_digest": producer.digest,
        },
    )


def sweep_for_ever() -> None:
    """Look for work at every sweep, so that judging goes on while the broker does not."""
    pause = threading.Event()
    while True:
        close_old_connections()
        try:
            beat_once()
            run_once()
        except Exception:
            # Whatever it was (the database away, a deadlock lost), this thread may not end of it.
            log.exception("sweep failed")
            connections.close_all()
        pause.wait(settings.SWEEP_SECONDS)


def load_model(**_: Any) -> None:
    """Load and try the model before any child is forked, so that all share it; a wrong model ends
    the worker here, with the sentence that says what is wrong."""
    try:
        judge()
    except ScorerUnavailable as error:
        sys.stderr.write(f"The worker does not start: {error}\n")
        # EX_CONFIG: a supervisor that knows it does not try again what cannot get better.
        raise SystemExit(os.EX_CONFIG) from error
    connections.close_all()  # a child must not inherit a connection


def start_sweeping(**_: Any) -> None:
    """Start the timer of a pool's child."""
    threading.Thread(target=sweep_for_ever, name="sweep", daemon=True).start()


def start_sweeping_without_children(sender: Any, **_: Any) -> None:
    """Start the timer where the worker has no children (the pools `solo` and `threads`)."""
    if type(sender.pool).__module__.rsplit(".", 1)[-1] != "prefork":
        start_sweeping()


worker_init.connect(load_model)
worker_process_init.connect(start_sweeping)
worker_ready.connect(start_sweeping_without_children)
