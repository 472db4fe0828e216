"""Back up and restore as docs/operations.md says: by the database's own means."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection

from tests.services.postgresql import programs
from tests.services.processes import environment_of_tests

RESTORED = "restored"


def back_up(folder: Path) -> Path:
    """Copy the tests' database to a file, while others write to it."""
    copy = folder / "backup"
    if settings.EMBEDDED:
        # What `.backup` of sqlite3's command line does.
        source = str(connection.settings_dict["NAME"])
        with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(copy)) as to:
            database.backup(to)
        return copy
    address = environment_of_tests()["DATABASE_URL"]
    run("pg_dump", "--format=custom", f"--file={copy}", address)
    return copy


def restore(copy: Path, folder: Path) -> dict[str, str]:
    """Put the copy into an empty place; return the environment of a process that runs there."""
    if settings.EMBEDDED:
        place = folder / "restored"
        place.mkdir()
        copy.rename(place / "discussion.sqlite3")
        return environment_of_tests(DISCUSSION_DATA=str(place), AUDIT_KEY=settings.AUDIT_KEY)
    here = urlsplit(environment_of_tests()["DATABASE_URL"])
    with psycopg.connect(urlunsplit(here), autocommit=True) as database:
        database.execute(f"DROP DATABASE IF EXISTS {RESTORED}")
        database.execute(f"CREATE DATABASE {RESTORED}")
    there = urlunsplit(here._replace(path=f"/{RESTORED}"))
    run("pg_restore", "--exit-on-error", f"--dbname={there}", str(copy))
    return environment_of_tests(DATABASE_URL=there)


def run(program: str, *arguments: str) -> None:
    command = [str(programs() / program), *arguments]
    subprocess.run(command, check=True, env=os.environ, timeout=300)
