"""A Redis server on a loopback port for one run of the tests: Redis itself where installed."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from discussion.supervisor.broker import answers, server_program
from tests.services.postgresql import free_port
from tests.services.until import until

START_SECONDS = 10


class NoRedis(Exception):
    """The server does not start."""


@contextmanager
def redis_server(folder: Path, *options: str) -> Iterator[str]:
    """Run a server that keeps nothing; yield its URL, end it afterwards."""
    folder.mkdir()
    port = free_port()
    program = shutil.which("redis-server") or str(server_program())
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*command, "--save", "", *options], stdout=log, stderr=log)
    try:
        url = f"redis://127.0.0.1:{port}"
        until(
            lambda: answers(url) or server.poll() is not None,
            seconds=START_SECONDS,
            what="the Redis server",
        )
        if server.poll() is not None:
            raise NoRedis(f"the server did not start: {(folder / 'log').read_text().strip()}")
        yield url
    finally:
        server.terminate()
        server.wait(START_SECONDS)
