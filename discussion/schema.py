"""Whether the database was migrated by a later release than this one."""

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

OURS = ("articles", "discussion", "moderation")
HINT = "Start that release, or restore the backup that was made before it (docs/operations.md)."


def later_migrations(database: BaseDatabaseWrapper | None = None) -> list[str]:
    """Return the migrations of ours that the database has had and that are later than any here.

    By number: one that was squashed meanwhile is earlier, though its file is gone. A database
    without tables has had none. Raises OperationalError while it is away.
    """
    applied = MigrationRecorder(database or connection).applied_migrations()
    newest = {app: max(_numbers(app)) for app in OURS}
    return sorted(
        f"{app}.{name}" for app, name in applied if app in newest and _number(name) > newest[app]
    )


def refuse_later_schema(**_: Any) -> None:
    """End this process where a later release has changed the tables: it would write what that one
    does not expect. While the database is away nothing is known, and nothing is written either.
    """
    # One of its own: a process that waits for work, or a child, has no use for it afterwards.
    own = connection.copy()
    try:
        later = later_migrations(own)
    except OperationalError:
        return
    finally:
        own.close()
    if later:
        sys.stderr.write(f"This does not start: {told(later)} {HINT}\n")
        # EX_CONFIG: a supervisor that knows it does not try again what cannot get better.
        raise SystemExit(os.EX_CONFIG)


def told(later: list[str]) -> str:
    return f"a later release has migrated the database ({', '.join(later)})."


def _numbers(app: str) -> Iterator[int]:
    """Yield the numbers of the app's migrations here, none of which is loaded for it."""
    folder = import_module(f"{app}.migrations").__path__
    return (_number(module.name) for module in iter_modules(folder))


def _number(name: str) -> int:
    return int(name.partition("_")[0])
