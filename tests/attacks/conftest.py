"""A fresh pair of sites for each attack, without limits that a test would run into by chance."""

from collections.abc import Iterator

import pytest

from discussion.api import cors
from tests.attacks.recorded import Calls, Log, recorded_calls, recorded_log
from tests.attacks.world import World


@pytest.fixture
def no_limits(settings: object) -> None:
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    cors._origins.cache_clear()


@pytest.fixture
def world(db: None, no_limits: None) -> Iterator[World]:
    """Nothing of it is committed, and nobody outside is called."""
    with recorded_log() as log, recorded_calls() as calls:
        yield World(log, calls)


@pytest.fixture
def committed(transactional_db: None, no_limits: None) -> World:
    """A world that other processes and threads see as well."""
    return World(Log(), Calls())
