"""The databases of server mode: the one that is the truth, and a replica that may be late."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ

from discussion import environment

POOLERS = ["none", "session", "transaction"]
# Between two transactions another client has the connection: nothing may be left behind there.
NOT_POOLED = ("options", "prepare_threshold", "server_side_binding", "pool")
# A replica that is away is done without; libpq knows no shorter time.
REPLICA_CONNECT_SECONDS = 2


def of_server(url: str, replica_url: str, *, kept_seconds: int, pooler: str) -> dict[str, Any]:
    """Return Django's DATABASES. Raises ImproperlyConfigured (discussion.E002) for a mix that would
    fail later, or read what is not so.
    """
    if pooler == "transaction":
        _refuse_state("DATABASE_URL", url)
        _refuse_state("DATABASE_REPLICA_URL", replica_url)
    made = {"default": _database(url, kept_seconds, pooler)}
    if replica_url:
        made["replica"] = _replica(url, replica_url, kept_seconds, pooler)
    return made


def refuse_embedded(named: Iterable[tuple[str, bool]]) -> None:
    """Raise ImproperlyConfigured (discussion.E002) for what is said of a server without a name."""
    for name, is_set in named:
        if is_set:
            raise environment.wrong(name, "...", "no value without DATABASE_URL")


def _database(url: str, kept_seconds: int, pooler: str) -> dict[str, Any]:
    return {
        **environ.Env.db_url_config(url),
        "CONN_MAX_AGE": kept_seconds,
        "CONN_HEALTH_CHECKS": True,
        # A cursor on the server outlives no transaction: the next client would ask for it in vain.
        "DISABLE_SERVER_SIDE_CURSORS": pooler == "transaction",
    }


def _replica(url: str, replica_url: str, kept_seconds: int, pooler: str) -> dict[str, Any]:
    if _place(url) == _place(replica_url):
        wanted = "another server than DATABASE_URL, or none"
        raise environment.wrong("DATABASE_REPLICA_URL", "...", wanted)
    made = _database(replica_url, kept_seconds, pooler)
    made["OPTIONS"] = {"connect_timeout": REPLICA_CONNECT_SECONDS, **made.get("OPTIONS", {})}
    # The tests' own database is the only one.
    return {**made, "TEST": {"MIRROR": "default"}}


def _place(url: str) -> tuple[str | None, int, str]:
    parts = urlsplit(url)
    return parts.hostname, parts.port or 5432, parts.path


def _refuse_state(name: str, url: str) -> None:
    for option in sorted(parse_qs(urlsplit(url).query, keep_blank_values=True)):
        if option in NOT_POOLED:
            wanted = f"it without {option}, which DATABASE_POOLER=transaction does not allow"
            raise environment.wrong(name, f"...?{option}=...", wanted)
