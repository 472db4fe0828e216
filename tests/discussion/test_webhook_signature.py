"""What a receiver checks."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from discussion.webhook_signature import PREFIX, new_secret, signed_headers

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def test_a_receiver_finds_the_code_over_id_time_and_body():
    secret, body = new_secret(), b'{"type":"alert.threat"}'
    headers = signed_headers([secret], message_id="alert_1", at=AT, body=body)
    timestamp = headers["webhook-timestamp"]
    signed = f"alert_1.{timestamp}.".encode() + body
    key = base64.b64decode(secret.removeprefix(PREFIX))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == "alert_1"
    assert int(timestamp) == AT.timestamp()


def test_another_body_or_secret_has_another_code():
    secret = new_secret()
    codes = {
        signed_headers([key], message_id="1", at=AT, body=body)["webhook-signature"]
        for key in (secret, new_secret())
        for body in (b"a", b"b")
    }
    assert len(codes) == 4


def test_two_secrets_are_never_the_same_and_long_enough():
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(base64.b64decode(first.removeprefix(PREFIX))) == 32
