"""`manage.py chaos`: makes a place, runs there, cleans up."""

import os
import signal
import subprocess
import sys
from types import FrameType

from benchmarks.chaos.options import Options
from benchmarks.chaos.place import place
from discussion.supervisor.broker import NoBroker
from tests.services.postgresql import NoPostgreSQL

CANNOT_RUN = 2


def main(arguments: list[str]) -> int:
    """Return the exit code. What needs Django runs in a process that starts with its settings."""
    options = Options.of(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        with place(options) as variables:
            command = [sys.executable, "-m", "benchmarks.chaos.session", *arguments]
            with subprocess.Popen(command, env={**os.environ, **variables}) as session:
                try:
                    return session.wait()
                finally:
                    session.terminate()
    except (NoBroker, NoPostgreSQL) as error:
        print(f"Not run: {error}", file=sys.stderr)
        return CANNOT_RUN


def _stop(number: int, frame: FrameType | None) -> None:
    # As an exception, so that everything that was started is ended.
    raise SystemExit(128 + number)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
