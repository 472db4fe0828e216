"""Calls to addresses that somebody else chose: a webhook's receiver, a site's feed or keys.

The name is looked up once, every address it has is checked, and one of those is connected to, so
that a name cannot change its mind in between. TLS still verifies the name. No redirect is followed,
no proxy of the environment used, and all of it has one deadline.
"""

import contextlib
import functools
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore2
from django.conf import settings

from discussion.addresses import is_inner_name, is_listed, is_public, spelled_out

SECONDS = 10.0
# Reading all the authorities that are trusted takes 50 ms: once a process, not once a call.
_ssl_context = functools.cache(httpcore2.default_ssl_context)
# Where anybody's web server answers; only addresses that the operator listed may use another.
PUBLIC_PORTS = (80, 443)
_SCHEME_PORTS = {"http": 80, "https": 443}
_AGENT = "Discussion"


class OutwardRefused(ValueError):
    """That address is not called. Another try gives the same, unless the name moves."""


class OutwardFailed(OSError):
    """No answer in time, or none that is HTTP. Another try may get one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. The names of `headers` are in small letters; the last of a name counts."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> int:
    """Send the body, and return the status of the answer, whose own body is never read.

    Never inside a transaction. Raises OutwardRefused, OutwardFailed.
    """
    with _called("POST", url, headers, body, seconds) as answer:
        return answer.status


def fetch(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    seconds: float = SECONDS,
    most: int,
) -> Answer:
    """Return the whole answer, whose body may have `most` bytes as they travel, not unpacked.

    Never inside a transaction. Raises OutwardRefused, OutwardFailed; a body that is longer is a
    failure, found out after `most` bytes, whatever the answer said of its length.
    """
    with _called(method, url, headers, body, seconds) as answer:
        received = b""
        for chunk in answer.iter_stream():
            received += chunk
            if len(received) > most:
                raise OutwardFailed(f"more than {most} bytes")
        names = {name.decode("latin-1").lower(): value for name, value in answer.headers}
        return Answer(
            status=answer.status,
            headers={name: value.decode("latin-1") for name, value in names.items()},
            body=received,
        )


@contextlib.contextmanager
def _called(
    method: str, url: str, headers: Mapping[str, str], body: bytes, seconds: float
) -> Iterator[httpcore2.Response]:
    """Yield the answer while its connection is open."""
    target = _target(url)
    backend = _CheckedBackend(_Deadline(seconds))
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=_ssl_context(), network_backend=backend) as pool,
            pool.stream(
                method,
                target,
                headers=[*headers.items(), ("User-Agent", _AGENT)],
                content=body or None,
            ) as answer,
        ):
            yield answer
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
        raise OutwardFailed(type(error).__name__) from error


def check_url(url: str) -> None:
    """Raise OutwardRefused for what no look-up could make right, before anything is stored.

    That is a wrong scheme, user, host or port, this service itself, and a host that is an address
    or a name within the house, which the operator has not listed. Nothing is looked up: where a
    name leads is checked at each call, since it may move.
    """
    target = _target(url)
    host, port = target.host.decode("ascii"), target.port or 0
    if (host, port) == _own_place():
        raise OutwardRefused("That is the address of this service itself.")
    if (address := spelled_out(host)) is not None:
        _refuse_unless_allowed(address, port)
    elif not settings.WEBHOOK_ALLOWED_ADDRESSES:
        # Where some are listed, a name may well lead to one of them, on any port.
        if is_inner_name(host):
            raise OutwardRefused("That is a name of a private network, which is not called.")
        _refuse_port(port)


def _own_place() -> tuple[str, int]:
    own = _target(settings.PUBLIC_URL)
    return own.host.decode("ascii"), own.port or 0


def _target(url: str) -> httpcore2.URL:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise OutwardRefused("That is no address of a web server.") from error
    if parts.scheme not in _SCHEME_PORTS or not host:
        raise OutwardRefused("The address has to begin with https:// or http:// and a host.")
    if "@" in parts.netloc:
        raise OutwardRefused("The address may not hold a user name or password.")
    return httpcore2.URL(
        scheme=parts.scheme,
        host=host.lower(),
        port=port or _SCHEME_PORTS[parts.scheme],
        target=_path(parts),
    )


def _path(parts: SplitResult) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or not path.isprintable() or " " in path:
        raise OutwardRefused("Percent-encode what is no plain character in the address.")
    return path.encode("ascii")


@dataclass(frozen=True, slots=True)
class _Deadline:
    """One end for everything: looking up, connecting, TLS, sending and waiting for the answer."""

    seconds: float
    began: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds that are left; raises httpcore2.TimeoutException when none are."""
        left = self.began + self.seconds - time.monotonic()
        if left <= 0:
            raise httpcore2.TimeoutException("deadline")
        return left


@dataclass(frozen=True, slots=True)
class _CheckedBackend(httpcore2.NetworkBackend):
    """Connects only to addresses that it has checked itself, whatever the URL said before."""

    deadline: _Deadline
    plain: httpcore2.NetworkBackend = field(default_factory=httpcore2.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = _looked_up(host, port, self.deadline.left())
        for address in addresses:
            _refuse_unless_allowed(address, port)
        for address in addresses[:-1]:
            with contextlib.suppress(httpcore2.NetworkError):
                return self._connected(address, port)
        return self._connected(addresses[-1], port)

    def _connected(self, address: str, port: int) -> httpcore2.NetworkStream:
        stream = self.plain.connect_tcp(address, port, timeout=self.deadline.left())
        return _TimedStream(stream, self.deadline)


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """Return all addresses of the host. In a thread: the system's own look-up knows no deadline."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        asked = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = asked.result(timeout=seconds)
    except TimeoutError as error:
        raise httpcore2.ConnectTimeout("look-up") from error
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError("look-up") from error
    finally:
        pool.shutdown(wait=False)
    # A zone (`%eth0`) is only ever part of a link-local address.
    addresses = [str(info[4][0]).partition("%")[0] for info in found]
    return list(dict.fromkeys(addresses))


def _refuse_unless_allowed(address: str, port: int) -> None:
    if is_listed(address, settings.WEBHOOK_ALLOWED_ADDRESSES):
        return
    if not is_public(address):
        raise OutwardRefused("The name leads to a private address, which is not called.")
    _refuse_port(port)


def _refuse_port(port: int) -> None:
    if port not in PUBLIC_PORTS:
        raise OutwardRefused("Only the ports 80 and 443 are called.")


@dataclass(frozen=True, slots=True)
class _TimedStream(httpcore2.NetworkStream):
    """A connection, each step of which has what is left of the one deadline."""

    stream: httpcore2.NetworkStream
    deadline: _Deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.deadline.left())

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self.stream.start_tls(ssl_context, server_hostname, self.deadline.left())
        return _TimedStream(secured, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
