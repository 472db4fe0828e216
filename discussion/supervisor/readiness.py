"""How the supervisor learns that its children are ready."""

import http.client
import socket
from pathlib import Path


class ReadySocket:
    """Listens for the `READY=1` that discussion.notify sends."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.setblocking(False)

    def has_heard(self) -> bool:
        """Return whether a message came since the last call; never waits."""
        try:
            return self._socket.recv(256) == b"READY=1"
        except BlockingIOError:
            return False

    def close(self) -> None:
        self._socket.close()
        self.path.unlink(missing_ok=True)


def web_answers(port: int) -> bool:
    """Return whether the web process on that loopback port answers at all, but not with a fault."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_free(port: int) -> bool:
    """Return whether a server could listen on that loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Connections of a server that just ended must not look like a server that runs.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
