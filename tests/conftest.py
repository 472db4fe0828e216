"""Gives every run a data folder and a broker of its own, and says what it could not run.

Embedded by default. With DATABASE_URL and REDIS_URL set (tests/services/run_on_servers.py sets
them) the same tests run on PostgreSQL and Redis.
"""

import gc
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import django
import pytest
from django.conf import settings

from tests.attacks import result
from tests.services import available
from tests.services.first_round import is_asked_by_others, runs_every_case

# Nothing of a person's own .data is touched; processes that a test starts inherit the folder.
FOLDER = Path(tempfile.mkdtemp(prefix="discussion-tests-")).resolve()
os.environ["DISCUSSION_DATA"] = str(FOLDER)
if (own := os.environ.get(f"REDIS_URL_{os.environ.get('PYTEST_XDIST_WORKER')}")) is not None:
    # Every xdist worker has a server of its own: some tests stop it for a while.
    os.environ["REDIS_URL"] = own

# Here, since the stories' own conftest.py needs the models. The name is in the environment only for
# this moment: where pytest-django finds it, it reads the settings before this file, and xdist's
# workers would share the folder of their parent.
os.environ["DJANGO_SETTINGS_MODULE"] = "discussion.settings"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]
if settings.DATA_DIR != FOLDER:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the settings were read too early.")

# Half a second of both cores for every member of staff would be a fifth of the whole suite; that
# passwords are kept by Argon2 is tests/discussion/test_passwords.py's to show.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each of some thousand test clients would look for every static file, to serve none of them.
settings.WHITENOISE_AUTOREFRESH = True

# Loaded after this module: its fixtures need the settings.
pytest_plugins = ["tests.services.fixtures"]

NOT_PASSED = ("skipped", "xfailed", "xpassed", "deselected")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail when a test was skipped, deselected or expected to fail",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not runs_every_case():
        items[:] = [item for item in items if not is_asked_by_others(item)]
    for marker, reason in available.missing().items():
        for item in items:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end; its walks were a sixth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--nothing-skipped") and not_passed(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(config: pytest.Config) -> None:
    reporter = reporter_of(config)
    reasons = Counter(report.longrepr[2] for report in reporter.stats.get("skipped", ()))
    for reason, count in sorted(reasons.items()):
        reporter.write_line(f"Not run ({count}): {reason.removeprefix('Skipped: ')}.")
    for line in result.lines(reporter.stats):
        reporter.write_line(line)
    if config.getoption("--nothing-skipped") and (counts := not_passed(config)):
        words = ", ".join(f"{count} {word}" for word, count in counts.items())
        reporter.write_line(f"Failed: in this run every test has to pass, but {words}.", red=True)


def not_passed(config: pytest.Config) -> dict[str, int]:
    """Return how many tests were left out, by the way they were left out."""
    stats = reporter_of(config).stats
    return {word: len(stats[word]) for word in NOT_PASSED if stats.get(word)}


def reporter_of(config: pytest.Config) -> pytest.TerminalReporter:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    assert isinstance(reporter, pytest.TerminalReporter)
    return reporter


def pytest_unconfigure() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
