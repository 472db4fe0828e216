"""The hint to the workers: sent when it can be, never in the way when it cannot."""

import pytest
import redis
from django.conf import settings

from moderation import wakeup
from moderation.wakeup import Breaker, wake_workers
from tests.services.broker_away import broker_away
from tests.services.until import until

QUEUE = "celery"


@pytest.fixture
def breaker(monkeypatch):
    """A breaker of the test's own that probes quickly."""
    breaker = Breaker()
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
