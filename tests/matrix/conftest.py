"""Two sites with a row of every kind, and no limit that a walk over every route would run into."""

import pytest

from tests.matrix.rows import RichSite
from tests.matrix.watch import MARK, OWN


@pytest.fixture
def no_limits(settings: object) -> None:
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "100000/minute")


@pytest.fixture
def sites(db: None, no_limits: None) -> tuple[RichSite, RichSite]:
    """One's own site, and the other one."""
    return RichSite("Site A", OWN), RichSite("Site B", MARK)
