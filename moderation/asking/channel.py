"""The way of a question to some worker and of its answer back, through Redis.

The text is a draft that its author may never post, and Redis may write all that it holds to a disk:
so it is sealed, deleted by the worker that takes it, and by Redis itself when nobody does. Only ids
stand in the queue; one whose question is gone costs a worker one look.
"""

import json
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from articles.ids import new_public_id
from articles.sealing import seal, unseal
from discussion import redis_address

QUEUE = "asking:queue"
QUESTION = "asking:question:"
ANSWER = "asking:answer:"

# How long the asker waits for a worker. With REDIS_SECONDS for the sending, and GRACE_SECONDS for a
# Redis that hangs meanwhile, nobody's thread is kept for more than two seconds.
ANSWER_SECONDS = 1.2
GRACE_SECONDS = 0.3
# What nobody fetches is gone after this time.
KEPT_SECONDS = 5
# A listener looks this often whether its worker is to end.
LISTEN_SECONDS = 2

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """A question in a worker's hands; after `ends` (monotonic) nobody waits for its answer."""

    id: str
    question: Message
    ends: float

    @property
    def seconds_left(self) -> float:
        return self.ends - monotonic()


def put(question: Message) -> str:
    """Ask whichever worker is free first, and return the question's id. Raises RedisError."""
    id_ = str(new_public_id())
    with _client(settings.REDIS_SECONDS).pipeline() as pipe:
        milliseconds = int(ANSWER_SECONDS * 1000)
        pipe.set(QUESTION + id_, seal(json.dumps(question)), px=milliseconds)
        pipe.rpush(QUEUE, id_)
        pipe.expire(QUEUE, KEPT_SECONDS)
        pipe.execute()
    return id_


def wait_for(id_: str) -> Message | None:
    """Return the answer to the question; None when it does not come in time. Raises RedisError."""
    client = _client(ANSWER_SECONDS + GRACE_SECONDS)
    answered = client.blpop([ANSWER + id_], timeout=ANSWER_SECONDS)
    return _opened(str(answered[1])) if answered else None


def withdraw(id_: str) -> bool:
    """Take the question back; False when a worker has taken it. Raises RedisError."""
    with _client(settings.REDIS_SECONDS).pipeline() as pipe:
        pipe.lrem(QUEUE, 1, id_)
        pipe.delete(QUESTION + id_)
        return bool(pipe.execute()[0])


def take() -> Taken | None:
    """Wait a little for a question and take it; None when there is none, or nobody waits for it any
    more. Raises RedisError, SealBroken.
    """
    client = _client(LISTEN_SECONDS + 1.0)
    queued = client.blpop([QUEUE], timeout=LISTEN_SECONDS)
    if queued is None:
        return None
    id_ = str(queued[1])
    with client.pipeline() as pipe:
        pipe.pttl(QUESTION + id_)
        pipe.getdel(QUESTION + id_)
        milliseconds, sealed = pipe.execute()
    if sealed is None:
        return None
    return Taken(id_, _opened(sealed), monotonic() + milliseconds / 1000)


def reply(id_: str, answer: Message) -> None:
    """Give the answer to whoever waits for it. Raises RedisError."""
    with _client(LISTEN_SECONDS + 1.0).pipeline() as pipe:
        pipe.rpush(ANSWER + id_, seal(json.dumps(answer)))
        pipe.expire(ANSWER + id_, KEPT_SECONDS)
        pipe.execute()


def _opened(sealed: str) -> Message:
    message: Message = json.loads(unseal(sealed))
    return message


@cache
def _client(seconds: float) -> redis.Redis:
    """Return this process's client with that time-out; a connection that Redis closed meanwhile is
    opened once more, a time-out is not tried again."""
    once_more = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
    pool = redis_address.pool(
        settings.REDIS_URL,
        seconds,
        settings.REDIS_SENTINEL_PASSWORD,
        retry=once_more,
        decode_responses=True,
    )
    return redis.Redis(connection_pool=pool)
