"""Where a run happens: a data folder, a database and a broker of its own, gone afterwards."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from benchmarks.silence import Silence
from discussion.environment import socket_folder
from discussion.supervisor.broker import answers, broker_program, safe_folder, server_program
from discussion.supervisor.console import Console
from discussion.supervisor.family import Family
from tests.services.postgresql import postgresql

SECRETS = ("SECRET_KEY", "AUDIT_KEY", "SEALING_KEY")
# The throttles go on counting in Redis, as they do for real; they only never refuse.
NEVER_REFUSED = "1000000000/minute"
BROKER_SECONDS = 15


@contextmanager
def place(database: str) -> Iterator[dict[str, str]]:
    """Yield the environment variables of a run on "sqlite" or "postgresql"."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="discussion-bench-")))
        # PostgreSQL's own user has to pass through.
        folder.chmod(0o711)
        data = folder / "data"
        data.mkdir(mode=0o700)
        variables = {
            "DJANGO_SETTINGS_MODULE": "discussion.settings",
            "DISCUSSION_DATA": str(data),
            "DISCUSSION_SCORER": "compact",
            "REDIS_URL": stack.enter_context(_broker(data)),
            "PUBLIC_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": "",
            # The desk is measured, not the way into it.
            "STAFF_SECOND_FACTOR": "optional",
            "THROTTLE_READ": NEVER_REFUSED,
            # Counted by address where a crowd comes from one.
            "THROTTLE_POLL": NEVER_REFUSED,
            "THROTTLE_POST": NEVER_REFUSED,
            **{name: secrets.token_urlsafe(48) for name in SECRETS},
        }
        if database == "postgresql":
            variables["DATABASE_URL"] = stack.enter_context(postgresql(folder / "postgresql"))
        yield variables


@contextmanager
def _broker(data: Path) -> Iterator[str]:
    """Run the embedded broker, as `manage.py up` does, on a socket below the data folder."""
    socket = safe_folder(socket_folder(data)) / "broker.sock"
    url = f"unix://{socket}"
    family = Family(Console(Silence()), Event())
    family.start(broker_program(server_program(), socket, data))
    try:
        family.wait_until(lambda: answers(url), name="broker", seconds=BROKER_SECONDS)
        yield url
    finally:
        family.stop()
