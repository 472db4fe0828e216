"""Whatever readers, moderators, workers and accidents do in whatever order, everything holds.

LIVES sets how many are tried and STEPS how long they are; `make lives` has the long run.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.lives.machine import Life, World

pytestmark = pytest.mark.django_db

LIVES = int(os.environ.get("LIVES", "8"))
STEPS = int(os.environ.get("STEPS", "20"))


def test_everything_holds_after_every_step():
    Life.world = World.make()
    Life.happened.clear()
    # The same lives every time, and nothing is remembered of them.
    lives = settings(
        max_examples=LIVES,
        stateful_step_count=STEPS,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=lives)
    # Lives in which everything is refused would show nothing.
    assert Life.happened.keys() >= {"posted", "judged", "judged again", "sanctioned"}
