"""`python -m benchmarks [part ...]`: makes a place to measure in, measures there, cleans up."""

import os
import signal
import subprocess
import sys
from types import FrameType

from benchmarks.options import Options
from benchmarks.place import place
from discussion.supervisor.broker import NoBroker
from tests.services.postgresql import NoPostgreSQL

# Far above what a run takes, but for a crowd's own minutes: a bound for one that hangs.
LIMIT_SECONDS = 1800


def main(arguments: list[str]) -> int:
    """Return the exit code. What needs Django runs in a process that starts with its settings."""
    options = Options.of(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        with place(options.database) as variables:
            command = [sys.executable, "-m", "benchmarks.session", *arguments]
            environment = {**os.environ, **variables}
            limit = LIMIT_SECONDS + 60 * options.minutes
            done = subprocess.run(command, env=environment, check=False, timeout=limit)
            return done.returncode
    except (NoBroker, NoPostgreSQL, subprocess.TimeoutExpired) as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 1


def _stop(number: int, frame: FrameType | None) -> None:
    # As an exception, so that everything that was started is ended.
    raise SystemExit(128 + number)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
