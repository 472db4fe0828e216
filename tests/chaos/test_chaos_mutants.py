"""The test of the test: a service without one of its safeguards is found out."""

import pytest

from tests.chaos_runs import chaos

pytestmark = pytest.mark.processes


def test_a_service_that_takes_any_number_for_a_score_is_found_out(tmp_path):
    asked = ("--comments", "20", "--faults", "0", "--mutant", "fail-open")
    code, told = chaos(tmp_path, "--db", "sqlite", "--broker", "none", *asked)
    assert code == 1
    assert told["published_unscored"] >= 2
    assert told["lost"] == told["audit_gaps"] == 0
