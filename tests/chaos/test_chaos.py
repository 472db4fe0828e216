"""A service of its own is broken while readers post, and nothing of its promises with it.

The longer runs are `manage.py chaos` with more comments and faults, and `make soak`.
"""

import pytest
from django.conf import settings

from benchmarks.chaos.verdict import Verdict
from tests.chaos_runs import chaos

PLACE = ("sqlite", "valkey") if settings.EMBEDDED else ("postgresql", "redis")
PROMISES = tuple(Verdict.__dataclass_fields__)

pytestmark = pytest.mark.processes


def test_every_promise_is_kept_while_everything_breaks(tmp_path):
    db, broker = PLACE
    asked = ("--db", db, "--broker", broker, "--comments", "300", "--faults", "5", "--seed", "5")
    code, told = chaos(tmp_path, *asked)
    assert {name: told[name] for name in PROMISES} == dict.fromkeys(PROMISES, 0), told
    assert code == 0
    # All of it was taken, and the service was hit while it had something to lose.
    assert told["texts"] == {"plain": 296, "poison": 2, "nan": 2}
    assert sum(told["faults"].values()) == 5
    assert told["stalls_holding"] == told["faults"]["stall-worker"] == 1
    assert told["published"] > 0
