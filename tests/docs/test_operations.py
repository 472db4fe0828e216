"""docs/operations.md names all that can turn red, be scraped or be sent: nothing more, nothing
less.
"""

import re
from pathlib import Path

import pytest

from moderation.health import figures, readiness
from moderation.models import Alert

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text()


def rows(pattern):
    """The first cells of the page's rows that look like that."""
    return set(re.findall(rf"^\| `({pattern})` \|", PAGE, re.MULTILINE))


@pytest.mark.django_db
def test_every_check_of_readyz_has_a_row():
    assert rows("[a-z]+") == {check.name for check in readiness()}


@pytest.mark.django_db
def test_every_metric_has_a_row():
    assert rows("discussion_[a-z_]+") == set(figures())


def test_every_alert_has_a_row():
    assert rows("alert[.][a-z_]+") == {f"alert.{kind}" for kind in Alert.Kind.values}


def test_every_command_of_the_page_exists():
    named = set(re.findall(r"manage\.py ([a-z_]+)", PAGE))
    found = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    assert named - found == {"migrate"}  # Django's own
