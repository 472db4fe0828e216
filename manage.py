#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None
    except (OperationalError, ProgrammingError) as error:
        # What a first-time user meets: SQLite and PostgreSQL each say it their way.
        if "no such table" in str(error) or "does not exist" in str(error):
            raise SystemExit("The database has no tables yet: run `manage.py migrate`.") from error
        raise


if __name__ == "__main__":
    main()
