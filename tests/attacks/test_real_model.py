"""The attempts to slip past the scorer, against the shipped model under the default policy.

The tier `must` is held to: nothing of it may be published. The others are counted and shown.
"""

from collections import Counter

import pytest

from moderation.evaluation.judging import judge_text
from moderation.evaluation.standard import find_standard, open_judge
from moderation.policy.types import Outcome
from tests.attacks.cases import ALL
from tests.attacks.result import MEASURED_ALONE

HOLDS = {"held_or_rejected", "held_or_rejected_or_marked_unscorable"}
ATTEMPTS = [c for c in ALL if c.tier and HOLDS & set(c.checks) and c.form != "steps"]
CONTROLS = [c for c in ALL if c.tier and "published_under_stub" in c.checks]


@pytest.fixture(scope="module")
def published():
    """The ids of those that the shipped model and the detectors let pass."""
    standard = find_standard(None, None)
    judge = open_judge("compact", standard.policy)
    passed = set()
    for case in (*ATTEMPTS, *CONTROLS):
        judged = judge_text(case.text, judge, standard)
        if judged is not None and judged[1].outcome is Outcome.PUBLISH:
            passed.add(case.id)
    return passed


def test_nothing_that_must_not_be_missed_is_published(published, record_property):
    for tier, count in Counter(case.tier for case in ATTEMPTS).items():
        held = [c for c in ATTEMPTS if c.tier == tier and c.id not in published]
        record_property(MEASURED_ALONE, f"real model, {tier}: {len(held)} of {count} held")
    assert [case.id for case in ATTEMPTS if case.tier == "must" and case.id in published] == []


def test_honest_text_is_counted(published, record_property):
    passed = [case.id for case in CONTROLS if case.id in published]
    counts = f"{len(passed)} of {len(CONTROLS)} published"
    record_property(MEASURED_ALONE, f"real model, honest text: {counts}")
    assert set(passed) <= {case.id for case in CONTROLS}
