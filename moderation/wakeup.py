"""Telling workers that there is work: a hint, which may get lost and may not delay anybody."""

import logging
import threading
from collections.abc import Callable

from discussion.celery import app

log = logging.getLogger(__name__)

SCREEN_PENDING = "moderation.screen_pending"
RUN_JOBS = "moderation.run_jobs"
PROBE_SECONDS = 2.0


class ProbingBreaker:
    """Stops calling a broker that failed, until a probe in the background reaches it again.

    A broker that hangs costs one caller its time-out, not one every few seconds, as the breaker of
    the cache does (discussion/breaker.py): what was posted meanwhile has to be told of when the
    broker is back, and no caller may be there to find out.
    """

    def __init__(self, reach: Callable[[], None], when_back: Callable[[], None]) -> None:
        """`reach` raises while the broker is away; `when_back` is called once it is not."""
        self._reach, self._when_back = reach, when_back
        self._closed = threading.Event()
        self._closed.set()
        self._guard = threading.Lock()

    @property
    def lets_through(self) -> bool:
        return self._closed.is_set()

    def trip(self) -> None:
        """Stop calls and start probing; several failures at once start one probe."""
        with self._guard:
            if not self._closed.is_set():
                return
            self._closed.clear()
        try:
            threading.Thread(target=self._probe, name="broker-probe", daemon=True).start()
        except RuntimeError:  # no thread to be had: the next caller tries the broker instead
            self._closed.set()

    def _probe(self) -> None:
        pause = threading.Event()
        while not pause.wait(PROBE_SECONDS):
            try:
                self._reach()
            except Exception:
                # Whatever it was: ending here would leave the breaker open for ever.
                log.debug("broker still away", exc_info=True)
                continue
            self._closed.set()
            self._when_back()
            return


def reach_broker() -> None:
    """Connect to the broker; raises whatever its client does when it is away."""
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=1)


def wake_workers(task: str = SCREEN_PENDING) -> None:
    """Publish the wake-up, if the broker is known to answer. Never raises for a broker's sake."""
    if breaker.lets_through:
        publish(task)


def publish(task: str = SCREEN_PENDING) -> None:
    """Send the argument-less message; a failure opens the breaker and is only logged."""
    try:
        app.send_task(task, retry=False, ignore_result=True)
    except Exception as error:
        # A full or read-only server raises errors of its client that are neither OSError nor
        # kombu's own. The comment is stored: no failure here may become its author's.
        log.warning(
            "wake-up not sent, the sweep will find the work", extra={"error": type(error).__name__}
        )
        breaker.trip()


breaker = ProbingBreaker(reach_broker, publish)
