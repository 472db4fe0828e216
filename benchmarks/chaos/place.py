"""Where a run happens: a folder, ports and secrets of its own, gone afterwards."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.chaos.options import Options
from benchmarks.place import NEVER_REFUSED, SECRETS
from discussion.environment import socket_folder
from discussion.supervisor.broker import safe_folder
from tests.services.postgresql import Server, free_port, url_of

# A crash of the server loses nothing that it answered; without fsync only a power cut would.
DURABLE = ("synchronous_commit=on", "fsync=off")


@contextmanager
def place(options: Options) -> Iterator[dict[str, str]]:
    """Yield the environment variables of a run; its database is made, nothing runs yet."""
    with TemporaryDirectory(prefix="discussion-chaos-") as name:
        folder = Path(name)
        # PostgreSQL's own user has to pass through.
        folder.chmod(0o711)
        data = folder / "data"
        data.mkdir(mode=0o700)
        yield {
            "DJANGO_SETTINGS_MODULE": "discussion.settings",
            "DISCUSSION_DATA": str(data),
            "DISCUSSION_SCORER": "compact",
            "DATABASE_URL": _database(folder) if options.db == "postgresql" else "",
            "REDIS_URL": _broker(options.broker, data),
            "PUBLIC_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "STAFF_SECOND_FACTOR": "optional",
            "THROTTLE_READ": NEVER_REFUSED,
            "THROTTLE_POST": NEVER_REFUSED,
            "THROTTLE_EDIT": NEVER_REFUSED,
            "LEASE_SECONDS": str(options.lease),
            "SWEEP_SECONDS": "1",
            "TEXT_SECONDS": "10",
            "LOG_LEVEL": "warning",
            "CHAOS_FOLDER": str(folder),
            "CHAOS_MUTANT": options.mutant,
            **{name: secrets.token_urlsafe(48) for name in SECRETS},
        }


def _database(folder: Path) -> str:
    password, port = secrets.token_hex(16), free_port()
    Server(folder / "postgresql", port, options=DURABLE).make(password)
    return url_of(port, password)


def _broker(kind: str, data: Path) -> str:
    """Return an address at which only this run's broker can answer, or nobody."""
    if kind == "redis":
        return f"redis://:{secrets.token_hex(16)}@127.0.0.1:{free_port()}"
    sockets = safe_folder(socket_folder(data))
    return f"unix://{sockets / ('broker.sock' if kind == 'valkey' else 'nobody.sock')}"
