"""Telling workers that there is work: a hint, which may get lost and may not delay anybody."""

import logging
import threading

from kombu.exceptions import OperationalError

from discussion.celery import app

log = logging.getLogger(__name__)

SCREEN_PENDING = "moderation.screen_pending"
PROBE_SECONDS = 2.0


class Breaker:
    """Stops calling a broker that failed, until a probe in the background reaches it again.

    A broker that hangs costs one caller its time-out, not every caller.
    """

    def __init__(self) -> None:
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
        threading.Thread(target=self._probe, name="broker-probe", daemon=True).start()

    def _probe(self) -> None:
        pause = threading.Event()
        while not pause.wait(PROBE_SECONDS):
            try:
                with app.connection_for_write() as connection:
                    connection.ensure_connection(max_retries=1, timeout=1)
            except (OperationalError, OSError):
                continue
            self._closed.set()
            publish()  # for whatever was posted meanwhile
            return


breaker = Breaker()


def wake_workers() -> None:
    """Publish the wake-up, if the broker is known to answer. Never raises for a broker's sake."""
    if breaker.lets_through:
        publish()


def publish() -> None:
    """Send the argument-less message; a failure opens the breaker and is only logged."""
    try:
        app.send_task(SCREEN_PENDING, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("wake-up not sent, the sweep will find the work", extra={"error": str(error)})
        breaker.trip()
