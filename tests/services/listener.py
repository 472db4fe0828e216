"""A worker's listener in a thread of the tests' own process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connections

from moderation.answering import answer_next
from moderation.asking import channel
from moderation.judge import Judge


@contextmanager
def listening(judge: Judge) -> Iterator[None]:
    """Answer what is asked meanwhile. Its test must be a `transaction` one."""
    over = Event()

    def listen() -> None:
        try:
            while not over.is_set():
                answer_next(lambda: judge)
        finally:
            connections.close_all()

    thread = Thread(target=listen)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(channel.LISTEN_SECONDS + 10)
        assert not thread.is_alive()
