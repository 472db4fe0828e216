"""The functional suite under the default policy. `make evaluate` shows it case by case."""

from collections import Counter
from pathlib import Path

from moderation.evaluation.checklist import read_checklist, results
from moderation.evaluation.standard import find_standard, open_judge

FOLDER = Path(__file__).parents[1] / "data" / "checklist"
# Measured: 905 of 988 to be published, 470 of 640 to be stopped. Processors round differently.
PUBLISHED, STOPPED = 0.90, 0.71


def test_the_suite_covers_enough():
    capabilities = read_checklist(FOLDER)
    assert len(capabilities) >= 25
    assert all(len(capability.cases) >= 20 for capability in capabilities)


def test_the_default_policy_publishes_and_stops_as_measured():
    standard = find_standard(None, None)
    right, cases = Counter(), Counter()
    capabilities = read_checklist(FOLDER)
    for result in results(capabilities, open_judge("compact", standard.policy), standard):
        (capability,) = (c for c in capabilities if c.name == result.capability)
        expected = Counter(case.expects for case in capability.cases)
        cases += expected
        right += expected - Counter(case.expects for case in result.failures)
    assert right["pass"] / cases["pass"] >= PUBLISHED
    assert right["stop"] / cases["stop"] >= STOPPED
