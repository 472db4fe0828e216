"""The example receiver, as a process, over HTTP: what it takes, and what it must not."""

import http.client
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from discussion.addresses import networks
from discussion.flows.rotate_webhook_secret import rotate_webhook_secret
from discussion.webhook_signature import new_secret
from tests import discussion_rows as rows
from tests.webhooks import ACTOR, deliver, endpoint_at, happen, time_passes

RECEIVER = Path(__file__).resolve().parents[2] / "deploy" / "webhook-receiver" / "receiver.py"
SECRETS = [new_secret(), new_secret()]


class Running:
    """The receiver on a port of its own."""

    def __init__(self, folder, secrets):
        self.inbox = folder / "inbox.sqlite3"
        self.process = subprocess.Popen(
            [sys.executable, str(RECEIVER), "--port", "0", "--inbox", str(self.inbox)],
            env={"WEBHOOK_SECRETS": ",".join(secrets), "PATH": os.environ["PATH"]},
            stderr=subprocess.PIPE,
            text=True,
        )
        line = self.process.stderr.readline()
        self.port = int(re.search(r":(\d+)$", line.strip())[1])

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/in"

    def post(self, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/in", body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def in_order(self, article_id):
        told = subprocess.run(
            [sys.executable, str(RECEIVER), "--inbox", str(self.inbox), "--article", article_id],
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in told.stdout.splitlines()]

    def end(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def running(tmp_path):
    receiver = Running(tmp_path, SECRETS)
    yield receiver
    receiver.end()


def message(sequence=1):
    data = {"article_id": "a1", "sequence": sequence}
    return json.dumps({"type": "comment.published", "timestamp": "now", "data": data}).encode()


def signed(body, *, secret=SECRETS[0], message_id="m1", at=None):
    """The headers as the independent library signs them."""
    moment = datetime.fromtimestamp(time.time() if at is None else at, UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, moment, body.decode()),
    }


def test_it_takes_a_message_signed_with_any_of_its_secrets_and_keeps_it_once(running):
    body = message()
    assert running.post(body, signed(body)) == 204
    assert running.post(body, signed(body, secret=SECRETS[1])) == 204
    assert len(running.in_order("a1")) == 1


def test_events_come_out_in_their_order_however_they_came(running):
    for sequence in (3, 1, 2):
        body = message(sequence)
        running.post(body, signed(body, message_id=f"m{sequence}"))
    assert [told["data"]["sequence"] for told in running.in_order("a1")] == [1, 2, 3]


def without(name):
    def change(headers):
        return {key: value for key, value in headers.items() if key != name}

    return change


@pytest.mark.parametrize(
    "change",
    [
        without("webhook-id"),
        without("webhook-timestamp"),
        without("webhook-signature"),
        lambda headers: {**headers, "webhook-id": "m2"},
        lambda headers: {
            **headers,
            "webhook-timestamp": str(int(time.time()) + 60),
        },
        lambda headers: {**headers, "webhook-timestamp": "9" * 5_000},
        lambda headers: {**headers, "webhook-timestamp": "-1"},
        lambda headers: {**headers, "webhook-signature": "v1,"},
        lambda headers: {**headers, "webhook-signature": "v1,not base64 at all"},
        lambda headers: {**headers, "webhook-signature": headers["webhook-signature"][:-8]},
        lambda headers: {
            **headers,
            "webhook-signature": headers["webhook-signature"].replace("v1,", "v2,"),
        },
    ],
)
def test_it_refuses_what_is_not_signed_as_it_came(running, change):
    body = message()
    assert running.post(body, change(signed(body))) == 401
    assert running.in_order("a1") == []


def test_it_refuses_another_body_and_another_secret(running):
    body = message()
    assert running.post(body + b" ", signed(body)) == 401
    assert running.post(body, signed(body, secret=new_secret())) == 401


@pytest.mark.parametrize("minutes", [-6, 6])
def test_it_refuses_what_is_not_of_now(running, minutes):
    body = message()
    assert running.post(body, signed(body, at=time.time() + 60 * minutes)) == 401


def test_it_reads_no_more_than_a_message_can_have(running):
    assert running.post(b"x" * 65_537, {}) == 413


def test_it_does_not_start_without_a_secret(tmp_path):
    told = subprocess.run(
        [sys.executable, str(RECEIVER), "--inbox", str(tmp_path / "inbox")],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
    )
    assert told.returncode == 2


@pytest.mark.django_db
def test_the_service_and_the_receiver_understand_each_other_while_the_secret_is_changed(
    tmp_path, settings
):
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")
    article = rows.make_article(rows.make_site())
    endpoint, secret = endpoint_at(article.site, "http://127.0.0.1:1/in")
    running = Running(tmp_path, [secret])
    try:
        type(endpoint).objects.update(url=running.url)
        happen(article, 3)
        deliver(endpoint)
        rotate_webhook_secret(endpoint, grace=timedelta(days=1), actor=ACTOR)
        happen(article, 2)
        deliver(endpoint)
        # A sender that was killed sends what the receiver has already.
        endpoint.deliveries.update(ended_at=None, ending="")
        time_passes()
        deliver(endpoint)
        told = running.in_order(str(article.public_id))
    finally:
        running.end()
    assert [one["data"]["sequence"] for one in told] == [1, 2, 3, 4, 5]
    assert set(endpoint.deliveries.values_list("ending", flat=True)) == {"delivered"}
