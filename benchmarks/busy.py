"""Reads of a thread that is written to, beside the same reads while nobody writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connections

from articles.models import Article
from benchmarks.seeding import add_public

A_SECOND = 2


@contextmanager
def written_to(article: Article) -> Iterator[None]:
    """Publish two comments a second on the article while the body runs, beginning at once."""
    stop = Event()
    writer = Thread(target=_write, args=(article, stop), daemon=True)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


def _write(article: Article, stop: Event) -> None:
    try:
        while True:
            add_public(article)
            if stop.wait(1 / A_SECOND):
                return
    finally:
        connections.close_all()
