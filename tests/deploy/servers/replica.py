"""A real replica of the tests' PostgreSQL server, which streams what happens there."""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

import psycopg

from tests.services.postgresql import UNSYNCED, Server, free_port, programs
from tests.services.processes import environment_of_tests
from tests.services.until import until


class Replica:
    """A copy that can be held back, as a slow one is by itself."""

    def __init__(self, address: str, server: Server) -> None:
        self.address, self._server = address, server

    def stop(self) -> None:
        self._server.stop(signal.SIGQUIT)

    def hold_back(self) -> None:
        """From now on it learns nothing more, and says so to nobody."""
        self._ask("SELECT pg_wal_replay_pause()")
        until(lambda: self._ask("SELECT pg_get_wal_replay_pause_state()") == "paused")

    def go_on(self) -> None:
        self._ask("SELECT pg_wal_replay_resume()")

    def catch_up(self) -> None:
        """Return once it has all that was written until now."""
        with psycopg.connect(environment_of_tests()["DATABASE_URL"]) as database:
            row = database.execute("SELECT pg_current_wal_flush_lsn()").fetchone()
        assert row is not None
        until(
            lambda: self._ask(f"SELECT pg_last_wal_replay_lsn() >= '{row[0]}'::pg_lsn"),
            what="the replica to catch up",
        )

    def _ask(self, sql: str) -> object:
        with psycopg.connect(self.address, autocommit=True) as database:
            row = database.execute(sql).fetchone()
        assert row is not None
        return row[0]


@contextmanager
def replica() -> Iterator[Replica]:
    """Copy the tests' server, and follow it."""
    there = urlsplit(environment_of_tests()["DATABASE_URL"])
    # PostgreSQL's own user has to pass through, which it cannot through pytest's folder.
    folder = Path("/tmp") / f"discussion-replica-{secrets.token_hex(6)}"
    folder.mkdir(mode=0o755)
    port = free_port()
    server = Server(folder, port, options=UNSYNCED)
    try:
        _copy(there, folder)
        server.start()
        yield Replica(urlunsplit(there._replace(netloc=_at(there.netloc, port))), server)
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _copy(there: SplitResult, folder: Path) -> None:
    url = there.geturl()
    person = "postgres" if os.getuid() == 0 else None
    if person:
        shutil.chown(folder, user=person)
    command = [str(programs() / "pg_basebackup"), "--dbname", url, "--pgdata", str(folder / "data")]
    command += ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]
    subprocess.run(command, check=True, user=person, timeout=120, capture_output=True)


def _at(netloc: str, port: int) -> str:
    return f"{netloc.rpartition('@')[0]}@127.0.0.1:{port}"
