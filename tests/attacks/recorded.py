"""What happens on the side while an attack is carried out: lines of the log, calls to others."""

import contextlib
import io
import ipaddress
import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import httpcore2
import structlog
from django.conf import settings
from django.db import connection

from discussion import logs

# Where every name leads that is made up for a test: nobody is called there.
PUBLIC = "93.184.216.34"


@dataclass(slots=True)
class Log:
    """Lines as they are written in operation, and how many records they come from."""

    stream: io.StringIO = field(default_factory=io.StringIO)
    records: int = 0

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().split("\n")[:-1]


class _Counted(logging.StreamHandler[io.StringIO]):
    def __init__(self, log: Log) -> None:
        super().__init__(log.stream)
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        self.log.records += 1
        super().emit(record)


@contextlib.contextmanager
def recorded_log() -> Iterator[Log]:
    log = Log()
    made = logs.configuration("info", "json")["formatters"]["json"]
    handler = _Counted(log)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=made["processors"], foreign_pre_chain=made["foreign_pre_chain"]
        )
    )
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield log
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        logs.configuration(settings.LOG_LEVEL, settings.LOG_FORMAT)


@dataclass(slots=True)
class Calls:
    """Names that were looked up and addresses that were to be connected to. None was."""

    looked_up: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)

    @property
    def blocked(self) -> list[str]:
        return [host for host in self.connected if not _is_on_the_open_internet(host)]


@contextlib.contextmanager
def recorded_calls() -> Iterator[Calls]:
    """Answer every look-up here, and connect to nothing."""
    calls = Calls()
    look_up, ours = socket.getaddrinfo, _own_hosts()

    def answer(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host in ours:
            return look_up(host, port, *args, **options)
        calls.looked_up.append(str(host))
        return look_up(_address_of(host), port, *args, **options)

    def refuse(backend: Any, host: str, port: int, *args: Any, **options: Any) -> Any:
        calls.connected.append(host)
        raise httpcore2.ConnectError("nobody is called from here")

    with (
        mock.patch.object(socket, "getaddrinfo", answer),
        mock.patch.object(httpcore2.SyncBackend, "connect_tcp", refuse),
    ):
        yield calls


def _own_hosts() -> set[Any]:
    """Return where the tests' own database and broker are."""
    named = {urlsplit(settings.REDIS_URL).hostname, connection.settings_dict.get("HOST")}
    return {None, *named}


def _address_of(host: Any) -> Any:
    """Return the address that a host is, in any spelling that the system reads; else a public one.

    Names that every machine knows for itself are left to it.
    """
    name = host.decode() if isinstance(host, bytes) else host
    with contextlib.suppress(OSError):
        return socket.inet_ntoa(socket.inet_aton(name))
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(name.partition("%")[0]))
    return "127.0.0.1" if name.rstrip(".").endswith("localhost") else PUBLIC


def _is_on_the_open_internet(host: str) -> bool:
    address = ipaddress.ip_address(host)
    return address.is_global and not address.is_multicast
