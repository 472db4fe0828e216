"""Every pair of acts that change a comment's state, both at once, in every state in which both may
succeed: one effective outcome, nothing half done, and an audit that tells of all of it.

RACE_ROUNDS sets how often each pair runs; `make races` has the long run.
"""

import os
from functools import partial

import pytest

from articles.errors import DomainError
from discussion.verification import ledger_faults
from moderation.models import Membership
from tests import factories
from tests.races.acts import ACTS
from tests.races.stage import STARTS, Stage, faults
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("RACE_ROUNDS", "2"))
# One test for each act and state, with all its pairs: emptying the tables costs more than a race.
CASES = [
    pytest.param(start, first, ACTS[place:], id=f"{start}-{first.name}")
    for place, first in enumerate(ACTS)
    for start in sorted(first.starts)
]


@pytest.fixture
def cast():
    site = factories.make_site()
    rosa = factories.make_moderator(site, "rosa")
    remy = factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)
    return site, rosa, remy


def attempt(act, stage):
    """Whether the act succeeded; refusals are answers, anything else is a fault."""
    try:
        act.do(stage)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize(("start", "first", "others"), CASES)
def test_two_at_once_leave_one_outcome(cast, start, first, others):
    for second in (act for act in others if start in act.starts):
        for number in range(ROUNDS):
            race(cast, start, (first, second), f"{second.name} {number}")
    assert list(ledger_faults()) == []


def race(cast, start, acts, name):
    site, rosa, remy = cast
    article = factories.make_article(site, f"Talks, {name}")
    stage = Stage.of(STARTS[start](article, rosa), rosa, remy)
    succeeded = at_once(*(partial(attempt, act, stage) for act in acts))
    assert any(succeeded), f"{name}: of two acts that may succeed one does"
    if all(act.guarded for act in acts):
        assert sum(succeeded) == 1, f"{name}: the later of two deciders overwrote the first"
    assert faults(stage) == [], name
