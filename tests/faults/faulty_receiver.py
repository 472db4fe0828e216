"""A receiver that refuses, hangs and forgets to answer, and keeps what it said yes to."""

import random
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

FAILS, HANGS = 0.3, 0.01


@dataclass
class Taken:
    """What the receiver said yes to, by the id of the message, and what it counted."""

    secret: str = ""
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    unsigned: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def twice(self) -> int:
        return sum(count > 1 for count in self.times.values())


@contextmanager
def faulty_receiver(seed: int):
    """Yield what it takes, and its address. It fails as the seed says."""
    taken, dice, end = Taken(), random.Random(seed), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with taken.guard:
                taken.calls += 1
                fate = dice.random()
            if fate < HANGS:
                end.wait(5)  # longer than the sender waits
                return
            if fate < FAILS:
                self._answer(500)
                return
            self._keep(body)
            self._answer(204)

        def _keep(self, body: bytes) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            with taken.guard:
                try:
                    message = Webhook(taken.secret).verify(body, headers)
                except WebhookVerificationError:
                    taken.unsigned += 1
                    return
                taken.messages[headers["webhook-id"]] = message
                taken.times[headers["webhook-id"]] += 1

        def _answer(self, status: int) -> None:
            self.send_response_only(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """A test prints nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *args: Any) -> None:
            """A caller that was killed is what the test is about."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield taken, f"http://127.0.0.1:{server.server_address[1]}/in"
    finally:
        end.set()
        server.shutdown()
        thread.join()
        server.server_close()
