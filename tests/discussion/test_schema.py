"""Code that is older than its tables says so and does not run."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from discussion import schema
from discussion.schema import later_migrations, refuse_later_schema
from discussion.supervisor.first_steps import prepare_database
from tests.services.processes import environment_of_tests

pytestmark = pytest.mark.django_db


def migrated(app, name):
    MigrationRecorder(connection).record_applied(app, name)


def test_what_this_release_made_is_not_later():
    assert later_migrations() == []
    refuse_later_schema()
    call_command("check", databases=["default"])


def test_a_migration_whose_file_is_gone_is_not_later():
    migrated("articles", "0001_squashed_away")
    migrated("auth", "9999_not_ours")
    assert later_migrations() == []


@pytest.mark.parametrize("command", ["check", "migrate"])
def test_commands_refuse_it_too(command):
    migrated("moderation", "9999_tomorrow")
    options = {"databases": ["default"]} if command == "check" else {"skip_checks": False}
    with pytest.raises(SystemCheckError, match=r"discussion\.E006"):
        call_command(command, **options)


def test_while_the_database_is_away_nothing_is_refused(monkeypatch):
    def away(_):
        raise OperationalError

    monkeypatch.setattr(schema, "later_migrations", away)
    refuse_later_schema()


@pytest.fixture
def migrated_later():
    """Seen by every connection, and undone: the tables outlive the test."""
    migrated("articles", "9999_tomorrow")
    yield
    MigrationRecorder(connection).record_unapplied("articles", "9999_tomorrow")


@pytest.mark.django_db(transaction=True)
def test_all_together_do_not_begin_either(migrated_later):
    with pytest.raises(SystemExit) as ended:
        prepare_database(demo=False)
    assert ended.value.code == os.EX_CONFIG


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "program",
    [
        ["-c", "import discussion.wsgi"],
        ["-m", "celery", "-q", "-A", "discussion", "worker", "--queues", "outward", "-P", "solo"],
    ],
    ids=["web", "worker"],
)
def test_no_process_of_an_older_release_starts(program, migrated_later):
    ended = subprocess.run(
        [sys.executable, *program], env=environment_of_tests(), capture_output=True, timeout=300
    )
    assert ended.returncode == os.EX_CONFIG
    assert b"articles.9999_tomorrow" in ended.stderr
