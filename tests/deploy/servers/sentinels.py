"""Two Redis servers and three Sentinels on loopback: a group whose master can be killed."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from discussion.supervisor.broker import answers, server_program
from tests.services.postgresql import free_port
from tests.services.until import until

NAME = "comments"
# A Sentinel begins to doubt a master after so long; in earnest one takes seconds.
DOWN_AFTER_MILLISECONDS = 500


class Group:
    """The group's servers by port, and the address to come by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._sentinels: list[int] = []
        self.master = self.other = 0

    def start(self) -> None:
        self.master = self._server()
        self.other = self._server("--replicaof", f"127.0.0.1 {self.master}")
        until(self._is_followed, what="the replica of the Redis server")
        self._sentinels = [self._sentinel() for _ in range(3)]
        until(self._is_watched, what="three Sentinels that know of each other")

    @property
    def url(self) -> str:
        places = ",".join(f"127.0.0.1:{port}" for port in self._sentinels)
        return f"redis+sentinel://{places}/{NAME}/0"

    def kill_master(self) -> None:
        self._running[self.master].kill()
        self._running.pop(self.master).wait()

    def is_master(self, port: int) -> bool:
        try:
            return bool(self._ask(port).info("replication")["role"] == "master")
        except redis.RedisError:
            return False

    def stop(self) -> None:
        for process in self._running.values():
            process.kill()
            process.wait()

    def _server(self, *arguments: str) -> int:
        port = free_port()
        self._start(port, "--port", str(port), "--save", "", *arguments)
        until(lambda: answers(f"redis://127.0.0.1:{port}"), what="a Redis server")
        return port

    def _sentinel(self) -> int:
        port = free_port()
        settings = self._folder / f"sentinel{port}.conf"
        settings.write_text(
            f"port {port}\n"
            f"sentinel monitor {NAME} 127.0.0.1 {self.master} 2\n"
            f"sentinel down-after-milliseconds {NAME} {DOWN_AFTER_MILLISECONDS}\n"
            f"sentinel failover-timeout {NAME} 3000\n"
        )
        self._start(port, str(settings), "--sentinel")
        return port

    def _start(self, port: int, *arguments: str) -> None:
        program = shutil.which("redis-server") or str(server_program())
        folder = self._folder / str(port)
        folder.mkdir()
        command = [program, *arguments, "--bind", "127.0.0.1", "--dir", str(folder)]
        with (folder / "log").open("wb") as log:
            self._running[port] = subprocess.Popen(command, stdout=log, stderr=log)

    def _is_followed(self) -> bool:
        told = self._ask(self.master).info("replication")
        return bool(told["connected_slaves"] == 1 and told["slave0"]["state"] == "online")

    def _is_watched(self) -> bool:
        return all(self._sees_all(port) for port in self._sentinels)

    def _sees_all(self, port: int) -> bool:
        try:
            told = self._ask(port).sentinel_master(NAME)
        except redis.RedisError:
            return False
        return bool(told["num-other-sentinels"] == 2 and told["num-slaves"] == 1)

    def _ask(self, port: int) -> redis.Redis:
        return redis.Redis(port=port, socket_timeout=1)


@contextmanager
def group(folder: Path) -> Iterator[Group]:
    folder.mkdir()
    made = Group(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
