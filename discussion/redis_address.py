"""Where Redis is, as REDIS_URL says it, in the words of each of its clients.

Either one server, or the group of servers that Sentinels watch; then each new connection asks them
which one is the master now, so that a failover needs nobody's hand.
"""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from redis.backoff import NoBackoff
from redis.connection import ConnectionPool
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelConnectionPool

from discussion import environment

SENTINEL = "redis+sentinel"
SCHEMES = ["redis", "rediss", "unix", SENTINEL]
CLUSTER = ("redis+cluster", "rediss+cluster")
SENTINEL_PORT = 26379
# How long a Sentinel may take to say who the master is, before the next one is asked.
SENTINEL_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """Servers under a name that Sentinels watch, and who signs in to which of the databases."""

    sentinels: tuple[tuple[str, int], ...]
    name: str
    database: int
    username: str | None
    password: str | None

    @classmethod
    def of(cls, url: str) -> Self:
        """Read `redis+sentinel://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME/DATABASE`.

        Raises ValueError.
        """
        parts = urlsplit(url)
        if parts.scheme != SENTINEL:
            raise ValueError(parts.scheme)
        person, _, hosts = parts.netloc.rpartition("@")
        username, _, password = person.partition(":")
        name, _, database = parts.path.strip("/").partition("/")
        if not name or parts.query or parts.fragment:
            raise ValueError(parts.path)
        return cls(
            tuple(_sentinel(host) for host in hosts.split(",")),
            name,
            int(database or 0),
            unquote(username) or None,
            unquote(password) or None,
        )

    @property
    def connecting(self) -> dict[str, Any]:
        """What a connection to the master is made with."""
        known = {"db": self.database, "username": self.username, "password": self.password}
        return {word: value for word, value in known.items() if value is not None}


class MasterPool(SentinelConnectionPool):
    """Connections to the master of now, made from an address alone, as Django's cache does."""

    @classmethod
    def from_url(cls, url: str, *, sentinel_password: str = "", **options: Any) -> Self:
        group = Group.of(url)
        asking = _asking(sentinel_password)
        sentinel = Sentinel(group.sentinels, sentinel_kwargs=asking)  # type: ignore[no-untyped-call]
        return cls(group.name, sentinel, **group.connecting, **options)


def checked(url: str, sentinel_password: str) -> str:
    """Return the address. Raises ImproperlyConfigured (discussion.E002) where it is no group's, or
    a password is there for Sentinels that nobody names.
    """
    if not url.startswith(f"{SENTINEL}://"):
        if sentinel_password:
            wanted = f"no value where REDIS_URL is not {SENTINEL}://..."
            raise environment.wrong("REDIS_SENTINEL_PASSWORD", "...", wanted)
        return url
    try:
        Group.of(url)
    except ValueError as error:
        wanted = f"{SENTINEL}://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME/DATABASE"
        raise environment.wrong("REDIS_URL", f"{SENTINEL}://...", wanted) from error
    return url


def refuse_cluster(url: str) -> None:
    """Raise ImproperlyConfigured (discussion.E002) for a cluster: half of it would work."""
    if url.partition("://")[0] in CLUSTER:
        wanted = (
            "one server, or a group behind Sentinels: Celery has no transport for a Redis cluster, "
            "and what is read together has its keys in several of its slots (docs/settings.md)"
        )
        raise environment.wrong("REDIS_URL", "redis+cluster://...", wanted)


def pool_options(url: str, seconds: float, sentinel_password: str) -> dict[str, Any]:
    """Return what a pool is made with, for connections that give up after so many seconds."""
    limits: dict[str, Any] = {"socket_timeout": seconds}
    if not url.startswith("unix"):
        limits["socket_connect_timeout"] = seconds
    if not url.startswith(SENTINEL):
        return limits
    return {**limits, "sentinel_password": sentinel_password}


def pool(url: str, seconds: float, sentinel_password: str, **options: Any) -> ConnectionPool:
    """Return connections to the server, or to the group's master."""
    limits = pool_options(url, seconds, sentinel_password)
    return pool_class(url).from_url(url, **limits, **options)


def pool_class(url: str) -> type[ConnectionPool]:
    return MasterPool if url.startswith(SENTINEL) else ConnectionPool


def for_celery(url: str, sentinel_password: str) -> tuple[str, dict[str, Any]]:
    """Return the broker's address as Celery writes it, and what its transport has to know."""
    if not url.startswith(SENTINEL):
        return url.replace("unix://", "redis+socket://", 1), {}
    group = Group.of(url)
    person = urlsplit(url).netloc.rpartition("@")[0]
    signs_in = f"{person}@" if person else ""
    places = (
        f"sentinel://{signs_in}{_bracketed(host)}:{port}/{group.database}"
        for host, port in group.sentinels
    )
    options = {"master_name": group.name, "sentinel_kwargs": _asking(sentinel_password)}
    return ";".join(places), options


def _asking(password: str) -> dict[str, Any]:
    """What a connection to a Sentinel is made with; their password is not the servers'."""
    # One try: the next Sentinel knows the same.
    once = Retry(NoBackoff(), 0)
    seconds = {"socket_timeout": SENTINEL_SECONDS, "socket_connect_timeout": SENTINEL_SECONDS}
    return {**seconds, "retry": once, **({"password": password} if password else {})}


def _sentinel(place: str) -> tuple[str, int]:
    parts = urlsplit(f"//{place}")
    if not parts.hostname:
        raise ValueError(place)
    return parts.hostname, parts.port or SENTINEL_PORT


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
