"""A broker that takes connections and answers nobody: the worst way to be away."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings


@contextmanager
def broker_away() -> Iterator[None]:
    """Stop the real server's process, and let it go on at the end."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        pid = client.info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
