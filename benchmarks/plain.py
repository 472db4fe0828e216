"""The plain way to judge: a Celery task for each comment, Detoxify's network in PyTorch fp32.

This is its client; benchmarks/plain_worker.py is the worker, which needs the extra `detoxify`.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import redis
from celery import Celery

from benchmarks.rounds import Measured

MODEL = "BERT-base in PyTorch fp32, random weights"
TASK, QUEUE, DONE, READY = "plain.judge", "plain", "plain-done", "plain-ready"
LIMIT_SECONDS = 600.0
LOOK_SECONDS = 0.02

URL = os.environ.get("REDIS_URL", "")
app = Celery("plain", broker=URL.replace("unix://", "redis+socket://", 1))
app.conf.update(task_ignore_result=True, task_default_queue=QUEUE, worker_prefetch_multiplier=1)


def is_at_hand() -> bool:
    """Whether the extra that it needs is installed."""
    return find_spec("torch") is not None and find_spec("transformers") is not None


def judged(texts: Sequence[str], *, processes: int) -> Measured:
    """Return how many a second a worker of so many processes scores, from the first task on."""
    broker = redis.Redis.from_url(URL)
    place = f"plain-{secrets.token_hex(8)}"
    broker.delete(DONE, READY, QUEUE)
    broker.hset(place, mapping={str(number): text for number, text in enumerate(texts)})
    command = [sys.executable, "-m", "celery", "-q", "-A", "benchmarks.plain_worker", "worker"]
    command += ["--concurrency", str(processes), "--without-gossip", "--without-mingle"]
    worker = subprocess.Popen([*command, "--loglevel", "error"], stdout=subprocess.DEVNULL)
    try:
        _wait(lambda: broker.llen(READY) >= processes)
        began = time.monotonic()
        for number in range(len(texts)):
            app.send_task(TASK, [place, number])
        _wait(lambda: broker.llen(DONE) >= len(texts))
        return Measured(len(texts) / (time.monotonic() - began))
    finally:
        worker.terminate()
        worker.wait()
        broker.close()


def _wait(is_so: Callable[[], bool]) -> None:
    limit = time.monotonic() + LIMIT_SECONDS
    while not is_so():
        if time.monotonic() > limit:
            raise RuntimeError(f"The plain way took longer than {LIMIT_SECONDS:.0f} s.")
        time.sleep(LOOK_SECONDS)
