"""What may be read from a replica: pages for everybody, where it is known to be up to date.

How late a replica is, it cannot say itself. But each change that the public sees moves its
article's version in the same transaction, and a replica has whole transactions, in their order: one
that has the version which the database has now, has also every removal up to it. So a removed
comment does not come back, however late the replica is. Whatever else is read, and all that is
written, is the database's alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from articles.models import Article
from discussion.breaker import Breaker

REPLICA = "replica"

T = TypeVar("T")

log = structlog.get_logger(__name__)
breaker = Breaker(seconds=5)
_may_be_late: ContextVar[bool] = ContextVar("may_be_late", default=False)


class OnlyWhatMayBeLate:
    """Django's router: the replica is asked inside `_late_reads` alone, and never written to."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return REPLICA if _may_be_late.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def read_of(article: Article, read: Callable[[], T]) -> T:
    """Return what `read` returns, from the replica where it shows the article's discussion as it is
    at `article.version`, which the caller has just read; else from the database.

    Nothing of it may be kept unread, like a queryset, and no model instance may come of it.
    """
    if REPLICA not in settings.DATABASES or breaker.is_open:
        return read()
    try:
        with _late_reads():
            if _shows(article):
                return read()
    except (DatabaseError, InterfaceError) as error:
        # Away, or it gave up a read for the sake of catching up.
        breaker.trip()
        # A broken connection would be the next one to be asked, where nobody tidies up after it.
        connections[REPLICA].close()
        log.warning("replica.unreachable", error=type(error).__name__)
    return read()


@contextmanager
def _late_reads() -> Iterator[None]:
    token = _may_be_late.set(True)
    try:
        yield
    finally:
        _may_be_late.reset(token)


def _shows(article: Article) -> bool:
    same = Article.objects.filter(public_id=article.public_id, version=article.version)
    return same.exists()
