"""The environment for processes that a test starts: they see the test's database and broker."""

import os
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.db import connection


def environment_of_tests(**changes: str) -> dict[str, str]:
    """Return the variables for a worker, a web process or a command; `changes` are added.

    Their test must be a `transaction` one: what is not committed, another process cannot see.
    """
    variables = {**os.environ, "REDIS_URL": settings.REDIS_URL}
    if not settings.EMBEDDED:
        address = urlsplit(settings.DATABASE_URL)
        name = quote(str(connection.settings_dict["NAME"]))
        variables["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))
    return {**variables, **changes}
