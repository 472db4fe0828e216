"""Asking a worker, without keeping the web process from its readers."""

import logging
from threading import BoundedSemaphore

from django.conf import settings
from redis.exceptions import RedisError

from articles.sealing import SealBroken
from discussion.breaker import Breaker
from moderation.asking import channel
from moderation.asking.channel import Message
from moderation.errors import ScorerAway

log = logging.getLogger(__name__)

# While it is open nobody waits for workers that are not there.
BREAKER_SECONDS = 5
breaker = Breaker(seconds=BREAKER_SECONDS)
# Each who waits keeps a thread: the others are for whoever reads and posts.
places = BoundedSemaphore(settings.SCORE_WAITERS)


def ask(question: Message) -> Message:
    """Return a worker's answer, within two seconds. Raises ScorerAway: no answer, or none in time.

    Outside any transaction.
    """
    if breaker.is_open:
        raise ScorerAway(seconds=BREAKER_SECONDS)
    if not places.acquire(blocking=False):
        raise ScorerAway(seconds=1)
    try:
        return _asked(question)
    except (RedisError, SealBroken) as error:
        breaker.trip()
        log.warning("scorer not asked", extra={"error": type(error).__name__})
        raise ScorerAway(seconds=BREAKER_SECONDS) from error
    finally:
        places.release()


def _asked(question: Message) -> Message:
    id_ = channel.put(question)
    answer = channel.wait_for(id_)
    if answer is None:
        # One that was taken comes late, and the next may be quicker; where none is, all would wait.
        if channel.withdraw(id_):
            breaker.trip()
        log.warning("scorer did not answer", extra={"kind": question["kind"]})
    if not answer:
        raise ScorerAway(seconds=BREAKER_SECONDS)
    return answer
