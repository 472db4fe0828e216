"""A receiver of webhooks to begin with: standard library alone, Python 3.11 or later.

    WEBHOOK_SECRETS=whsec_... python receiver.py --port 9000 --inbox inbox.sqlite3

It verifies, keeps each message once, answers at once, and hands out an article's events in their
order: `python receiver.py --inbox inbox.sqlite3 --article ARTICLE_ID`.
"""

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOLERANCE_SECONDS = 5 * 60
# Messages are a few hundred bytes.
MOST_BYTES = 64 * 1024
PREFIX = "whsec_"


class Refused(Exception):
    """The message is not from whom it says, or not of now; the text says why."""


def verify(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], *, now: float
) -> dict[str, Any]:
    """Return the message. Raises Refused. `headers` by names in small letters.

    While a secret is being changed there are several signatures, and maybe several secrets: one
    pair that fits will do. All are compared, each in constant time.
    """
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (timestamp.isascii() and timestamp.isdecimal()):
        raise Refused("headers are missing")
    # Far-away times come from messages that somebody kept.
    if len(timestamp) > 12 or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise Refused("the time is off")
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    codes = [hmac.digest(_key(secret), signed, hashlib.sha256) for secret in secrets]
    sent = list(_signatures(headers.get("webhook-signature", "")))
    fits = [hmac.compare_digest(code, signature) for code in codes for signature in sent]
    if not any(fits):
        raise Refused("no signature fits")
    message: dict[str, Any] = json.loads(body)
    return message


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def _signatures(header: str) -> Iterator[bytes]:
    for part in header.split(" ")[:10]:
        version, _, text = part.partition(",")
        if version == "v1":
            try:
                yield base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                continue


class Inbox:
    """What came, each message once, in a file. Do the work from here, not before the answer."""

    def __init__(self, path: str) -> None:
        self._path = path
        with self._open() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, type TEXT NOT NULL,"
                " article TEXT, sequence INTEGER, body TEXT NOT NULL)"
            )

    def keep(self, message_id: str, message: Mapping[str, Any]) -> bool:
        """Whether it is new. It is in the file when this returns."""
        data = message.get("data", {})
        row = (message_id, message["type"], data.get("article_id"), data.get("sequence"))
        with self._open() as database:
            kept = database.execute(
                "INSERT OR IGNORE INTO message VALUES (?, ?, ?, ?, ?)", (*row, json.dumps(message))
            )
            return kept.rowcount == 1

    def in_order(self, article_id: str) -> list[dict[str, Any]]:
        """Return what is known of the article, by its own order, however it came."""
        with self._open() as database:
            rows = database.execute(
                "SELECT body FROM message WHERE article = ? AND sequence IS NOT NULL"
                " ORDER BY sequence",
                (article_id,),
            )
            return [json.loads(body) for (body,) in rows]

    def _open(self) -> "closing[sqlite3.Connection]":
        return closing(sqlite3.connect(self._path, timeout=5, isolation_level=None))


def handler(inbox: Inbox, secrets: Sequence[str]) -> type[BaseHTTPRequestHandler]:
    """Return the class that answers."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > MOST_BYTES:
                self._answer(413)
                return
            body = self.rfile.read(int(length))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                message = verify(headers, body, secrets, now=time.time())
            except Refused as refused:
                self.log_message("refused: %s", refused)
                self._answer(401)
                return
            new = inbox.keep(headers["webhook-id"], message)
            self.log_message("%s %s", message["type"], "kept" if new else "known already")
            # Also for what was known: else it would come again and again.
            self._answer(204)

        def _answer(self, status: int) -> None:
            self.send_response_only(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    return Handler


def main() -> int:
    parser = argparse.ArgumentParser(description="Receive webhooks.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--inbox", default="inbox.sqlite3")
    parser.add_argument("--article", help="write its events in their order, and end")
    options = parser.parse_args()
    inbox = Inbox(options.inbox)
    if options.article:
        for message in inbox.in_order(options.article):
            sys.stdout.write(json.dumps(message) + "\n")
        return 0
    secrets = [word for word in os.environ.get("WEBHOOK_SECRETS", "").split(",") if word]
    if not secrets:
        sys.stderr.write("Set WEBHOOK_SECRETS: one, or several separated by commas.\n")
        return 2
    server = ThreadingHTTPServer((options.host, options.port), handler(inbox, secrets))
    sys.stderr.write(f"listening on {options.host}:{server.server_address[1]}\n")
    sys.stderr.flush()
    server.serve_forever()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
