"""Who gets the threads of a sender, and that the worker which sends is a real one."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery.signals import worker_shutdown

from discussion.addresses import networks
from discussion.models import WebhookDelivery, WebhookEndpoint
from discussion.sender import Sender, start_sending
from moderation.models import WorkerHeartbeat
from tests import discussion_rows as rows
from tests.services.processes import environment_of_tests
from tests.services.receiver import receiver, silent_receiver
from tests.services.until import until
from tests.webhooks import endpoint_at, happen, verified

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
OUTWARD = ("worker", "--queues", "outward", "--pool", "threads", "--concurrency", "2")


@pytest.fixture(autouse=True)
def listed(settings):
    """The operator lets this machine be called; who hangs, hangs for the whole of a test."""
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")
    settings.WEBHOOK_SECONDS = 30


@pytest.fixture
def server():
    with receiver() as state:
        yield state


@contextmanager
def sending(threads):
    sender = Sender(threads)
    thread = threading.Thread(target=sender.run)
    thread.start()
    try:
        yield sender
    finally:
        sender.stop()
        thread.join()


def test_dead_receivers_do_not_delay_the_others(server):
    dead_site, site = rows.make_site("Dead"), rows.make_site()
    hook, secret = endpoint_at(site, server.url)
    with sending(2), silent_receiver() as url:
        for _ in range(3):
            endpoint_at(dead_site, url)
        WebhookEndpoint.objects.filter(site=dead_site).update(failures=1)
        happen(rows.make_article(dead_site), 4)
        happen(rows.make_article(site), 30)
        until(lambda: hook.deliveries.filter(ending="delivered").count() == 30)
        # All this while somebody hangs, and one thread at most is theirs.
        held = WebhookDelivery.objects.filter(endpoint__site=dead_site, attempts=0)
        assert held.count() == 12
    assert {verified(received, secret)["data"]["site"] for received in server.received} == {
        site.slug
    }


def test_a_backlog_is_sent_side_by_side_and_each_message_once(server):
    site = rows.make_site()
    hook, _ = endpoint_at(site, server.url)
    happen(rows.make_article(site), 60)
    with sending(4):
        until(lambda: hook.deliveries.filter(ending="delivered").count() == 60)
    assert len({received.headers["webhook-id"] for received in server.received}) == 60
    assert len(server.received) == 60


def test_who_is_told_to_stop_leaves_nothing_taken(server):
    site = rows.make_site()
    endpoint_at(site, server.url)
    happen(rows.make_article(site), 200)
    with sending(4):
        until(lambda: server.received)
    left = WebhookDelivery.objects.filter(ended_at=None)
    assert not left.exclude(lease_until=None).exists()
    assert left.count() == 200 - len(server.received)


def test_a_worker_that_ends_of_an_error_does_not_wait_for_its_sender(monkeypatch):
    made = []

    class Kept(Sender):
        def __init__(self, threads):
            super().__init__(threads)
            made.append(self)

    monkeypatch.setattr("discussion.sender.Sender", Kept)
    queues = SimpleNamespace(consume_from={"outward": None})
    worker = SimpleNamespace(app=SimpleNamespace(amqp=SimpleNamespace(queues=queues)))
    start_sending(worker)
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "webhooks"]
    try:
        worker_shutdown.send(sender=None)
        until(lambda: not thread.is_alive(), seconds=20)
    finally:
        made[0].stop()
        thread.join()


@pytest.mark.processes
def test_the_worker_of_the_queue_sends_and_loads_no_model(server, tmp_path):
    site = rows.make_site()
    hook, secret = endpoint_at(site, server.url)
    happen(rows.make_article(site), 3)
    environment = environment_of_tests(WEBHOOK_ALLOWED_ADDRESSES="127.0.0.0/8")
    with (tmp_path / "log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-q", "-A", "discussion", *OUTWARD],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        # Starting a whole worker takes a busy machine a while.
        until(lambda: hook.deliveries.filter(ending="delivered").count() == 3, seconds=120)
        assert not WorkerHeartbeat.objects.exists()
        os.kill(worker.pid, signal.SIGTERM)
        assert worker.wait(30) == 0, (tmp_path / "log").read_text()
    finally:
        worker.kill()
        worker.wait()
    assert len([verified(received, secret) for received in server.received]) == 3
