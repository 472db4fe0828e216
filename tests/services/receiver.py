"""A web server of one thread that a test sends messages to, with the faults that receivers have."""

import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`status`, `headers` and `body` are what it answers next, `location` where it sends the caller
    on to.
    """

    port: int = 0
    status: int = 204
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    received: list[Received] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiver(context: ssl.SSLContext | None = None):
    """A receiver on a free port of the loopback address, by TLS where a context is given."""
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.received.append(Received(self.path, headers, self.rfile.read(length)))
            self.send_response(state.status)
            if state.location:
                self.send_header("Location", state.location)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        do_GET = do_POST

        def log_message(self, *args: Any) -> None:
            """A test prints nothing."""

    class Server(HTTPServer):
        def handle_error(self, *args: Any) -> None:
            """A caller that hangs up is what some tests are about."""

        def get_request(self) -> Any:
            connection, address = super().get_request()
            if context is not None:
                connection = context.wrap_socket(connection, server_side=True)
            return connection, address

    server = Server(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def silent_receiver():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
