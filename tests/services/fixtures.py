"""The database file, the broker and the clean cache that every test finds."""

import io
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker

from discussion import logs
from discussion.api.page_cache import memory
from discussion.api.throttles import tallies
from discussion.supervisor.broker import answers, broker_program, safe_folder, server_program
from discussion.supervisor.console import Console
from discussion.supervisor.family import Family
from tests.services.emptied import empty_tables
from tests.services.migrated import copy_migrated


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Tests use the file that a process started by a test opens; nobody else sees a memory."""
    if settings.EMBEDDED:
        file = str(connection.settings_dict["NAME"])
        connection.settings_dict["TEST"]["NAME"] = file
        copy_migrated(Path(file))
    elif template := os.environ.get("MIGRATED_DATABASE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether what is there already is migrated on, and left: the copy is of this run alone."""
    return settings.EMBEDDED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A test may truncate a table, which the ledger's guards forbid."""
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_auditevent DISABLE TRIGGER audit_no_truncate")
        cursor.execute("ALTER TABLE discussion_decision DISABLE TRIGGER decision_no_truncate")


@pytest.fixture(scope="session", autouse=True)
def _emptied_tables() -> Iterator[None]:
    """What a test with processes has committed goes at the price of the tables that it used."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: empty_tables())
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """In server mode the files are collected, as a deployment does: a broken name fails there.

    The pages then ask for them under their plain names, the only ones that pytest-django's live
    server serves.
    """
    if settings.EMBEDDED:
        yield
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="session", autouse=True)
def broker() -> Iterator[None]:
    """A real Valkey on a Unix socket for cache and queue; in server mode the one of REDIS_URL."""
    if not settings.BROKER_EMBEDDED:
        yield
        return
    family = Family(Console(io.StringIO()), Event())
    socket = safe_folder(settings.SOCKET_DIR) / "broker.sock"
    family.start(broker_program(server_program(), socket, settings.DATA_DIR))
    family.wait_until(lambda: answers(settings.REDIS_URL), name="broker", seconds=15)
    yield
    family.stop()


@pytest.fixture(autouse=True)
def _fresh_cache(broker: None) -> None:
    """No test finds what another left in the cache, the throttles or the queue."""
    cache.clear()
    memory.clear()
    tallies.clear()


@pytest.fixture(params=["json", "text"])
def lines(request: pytest.FixtureRequest) -> Iterator[Callable[[], list[str]]]:
    """Return the lines so far, of everything that is logged from debug on."""
    shape = request.param
    made = logs.configuration("debug", shape)["formatters"][shape]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=made["processors"], foreign_pre_chain=made["foreign_pre_chain"]
        )
    )
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: stream.getvalue().splitlines()
    root.removeHandler(handler)
    root.setLevel(level)
    logs.configuration(settings.LOG_LEVEL, settings.LOG_FORMAT)
