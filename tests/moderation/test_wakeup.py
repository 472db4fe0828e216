"""The hint to the workers: sent when it can be, never in the way when it cannot."""

from threading import Event

import pytest
import redis
from django.conf import settings

from moderation import wakeup
from moderation.wakeup import ProbingBreaker, publish, reach_broker, wake_workers
from tests.services.broker_away import broker_away
from tests.services.until import until

QUEUE = "celery"


@pytest.fixture
def breaker(monkeypatch):
    """A breaker of the test's own that probes quickly."""
    breaker = ProbingBreaker(reach_broker, publish)
    monkeypatch.setattr(wakeup, "breaker", breaker)
    monkeypatch.setattr(wakeup, "PROBE_SECONDS", 0.05)
    return breaker


def waiting_messages() -> int:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        return client.llen(QUEUE)


def test_a_wake_up_is_one_message(breaker):
    wake_workers()
    assert waiting_messages() == 1


def test_a_broker_that_hangs_is_asked_once_and_told_when_it_is_back(breaker):
    with broker_away():
        wake_workers()
        assert not breaker.lets_through
        wake_workers()
        assert not breaker.lets_through
    until(lambda: breaker.lets_through, what="the probe")
    # The message that timed out may arrive all the same: a hint more does no harm.
    until(lambda: waiting_messages() >= 1, what="the wake-up for what was posted meanwhile")


def test_a_probe_goes_on_whatever_is_thrown_at_it(monkeypatch):
    monkeypatch.setattr(wakeup, "PROBE_SECONDS", 0.001)
    thrown = iter([ValueError("nonsense"), redis.ResponseError("LOADING"), OSError()])
    back = Event()

    def reach() -> None:
        for error in thrown:
            raise error

    breaker = ProbingBreaker(reach, back.set)
    breaker.trip()
    assert back.wait(10)
    assert breaker.lets_through
    assert list(thrown) == []


def test_without_a_thread_to_probe_the_next_caller_tries(monkeypatch):
    def start(self: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", start)
    breaker = ProbingBreaker(reach_broker, publish)
    breaker.trip()
    assert breaker.lets_through


def test_a_broker_that_refuses_to_store_spoils_no_post(breaker, monkeypatch):
    def full(*args: object, **options: object) -> None:
        raise redis.ResponseError("OOM command not allowed")

    monkeypatch.setattr(wakeup.app, "send_task", full)
    monkeypatch.setattr(wakeup, "PROBE_SECONDS", 60)
    wake_workers()
    assert not breaker.lets_through
