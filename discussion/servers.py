"""Whether the servers are what the settings say: what no setting by itself can show."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import redis
from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from discussion import redis_address

UNNAMED_POOLER = (
    "a connection pooler stands before the database, and DATABASE_POOLER does not say so: give "
    "`transaction` where it lends a connection for one transaction, else `session`."
)
CLUSTER = (
    "REDIS_URL leads to a Redis cluster, for which Celery has no transport: give one server, or a "
    "group behind Sentinels (docs/settings.md)."
)


def refuse_wrong_servers(**_: Any) -> None:
    """End this process where a server is not what the settings say: it would fail later, at a
    reader's request. While a server is away nothing is known of it, and nothing is refused.
    """
    for fault in faults():
        sys.stderr.write(f"This does not start: {fault}\n")
        # EX_CONFIG: a supervisor that knows it does not try again what cannot get better.
        raise SystemExit(os.EX_CONFIG)


def faults() -> Iterator[str]:
    """Yield what is wrong, in sentences."""
    # One of its own, as in schema.py.
    with closing(connection.copy()) as own:
        if settings.DATABASE_POOLER == "none" and _is_pooled(own):
            yield UNNAMED_POOLER
    if not settings.BROKER_EMBEDDED and _is_cluster():
        yield CLUSTER


def _is_pooled(database: BaseDatabaseWrapper) -> bool:
    """Whether somebody between answers in the server's place: who opened the connection names
    another process than the one that does the work.
    """
    if database.vendor != "postgresql":
        return False
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            working = cursor.fetchone()[0]
    except OperationalError:
        return False
    opened: int = database.connection.info.backend_pid
    return bool(working != opened)


def _is_cluster() -> bool:
    seconds, password = settings.REDIS_SECONDS, settings.REDIS_SENTINEL_PASSWORD
    with closing(redis_address.pool(settings.REDIS_URL, seconds, password)) as pool:
        try:
            told = redis.Redis(connection_pool=pool).info("cluster")
        except redis.RedisError:
            return False
    return bool(told.get("cluster_enabled"))
