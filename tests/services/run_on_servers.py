"""Runs the tests as in server mode: `python -m tests.services.run_on_servers [pytest's arguments]`.

Exits with pytest's code; with 0 and a sentence when no PostgreSQL is installed, unless
--nothing-skipped is among the arguments. With --everything or the paths of tests, what only asks of
the database what others ask of it runs as well.
"""

import os
import secrets
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.services.first_round import ASKED_BY_OTHERS, NEITHER
from tests.services.postgresql import NoPostgreSQL, postgresql
from tests.services.redis_server import redis_server

# As many as pytest-xdist is asked for in the Makefile, at the most.
WORKERS = 2
EVERYTHING = "--everything"
SECRETS = ("SECRET_KEY", "AUDIT_KEY", "SEALING_KEY")


def main(arguments: list[str]) -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="discussion-servers-")))
        # The database's own user has to pass through.
        folder.chmod(0o755)
        try:
            database = stack.enter_context(postgresql(folder / "postgresql"))
        except NoPostgreSQL as error:
            sys.stderr.write(f"Not run on PostgreSQL and Redis: {error}.\n")
            return int("--nothing-skipped" in arguments)
        brokers = [
            stack.enter_context(redis_server(folder / f"redis{number}"))
            for number in range(WORKERS)
        ]
        environment = {
            **os.environ,
            **{name: secrets.token_urlsafe(48) for name in SECRETS},
            "DATABASE_URL": database,
            "REDIS_URL": brokers[0],
            **{f"REDIS_URL_gw{number}": broker for number, broker in enumerate(brokers)},
            "PUBLIC_URL": "http://testserver",
            "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
            # Tests sign in by password, but those of the second factor, which ask for it.
            "STAFF_SECOND_FACTOR": "optional",
        }
        environment["MIGRATED_DATABASE"] = migrated(environment)
        # Set by importing the project; tests/conftest.py has to be the first to read the settings.
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        sys.stdout.write("The same tests on PostgreSQL and Redis:\n")
        sys.stdout.flush()
        elsewhere = [*NEITHER, *ASKED_BY_OTHERS]
        if EVERYTHING in arguments or any(one.startswith("tests") for one in arguments):
            arguments = [one for one in arguments if one != EVERYTHING]
            environment["EVERY_CASE"] = "1"
            elsewhere = [*NEITHER]
        left_out = [f"--ignore={path}" for path in elsewhere]
        command = [sys.executable, "-m", "pytest", *left_out, *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


def migrated(environment: dict[str, str]) -> str:
    """Make the database that every worker's own is copied from; return its name."""
    name = "migrated"
    url = environment["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        env={**environment, "DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"},
        check=True,
    )
    return name


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
