"""Every pair of acts that change a comment's state, both at once, in every state in which both may
succeed: one effective outcome, nothing half done, and an audit that tells of all of it.

RACE_ROUNDS sets how often each pair runs. Without it every pair runs once, on one of the databases:
the two rounds of `make test` share them, and `make races` has the long run of all on both.
"""

import os
from functools import partial

import pytest
from django.conf import settings

from articles.errors import DomainError
from discussion.verification import ledger_faults
from moderation.models import Membership
from tests import factories
from tests.races.acts import ACTS
from tests.races.stage import STARTS, faults, stages
from tests.services.at_once import each_at_once

pytestmark = pytest.mark.django_db(transaction=True)

LONG = os.environ.get("RACE_ROUNDS")
ROUNDS = int(LONG or "1")
# One test for each act and state, with all its pairs: emptying the tables costs more than a race.
ALL = [
    (start, first, [second for second in ACTS[place:] if start in second.starts])
    for place, first in enumerate(ACTS)
    for start in sorted(first.starts)
]
# Every other one is the servers'.
SHARE = slice(None) if LONG else slice(int(settings.EMBEDDED), None, 2)
CASES = [
    pytest.param(start, first, seconds[SHARE], id=f"{start}-{first.name}")
    for start, first, seconds in ALL
    if seconds[SHARE]
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


@pytest.mark.parametrize(("start", "first", "seconds"), CASES)
def test_two_at_once_leave_one_outcome(cast, start, first, seconds):
    for second in seconds:
        for numbers in batches(start):
            race(cast, start, (first, second), numbers)
    assert list(ledger_faults()) == []


def batches(start):
    """Who judges, judges all that waits: where that is an act, each race has the desk to itself."""
    together = 1 if start == "pending" else 50
    numbers = range(ROUNDS)
    return [numbers[place : place + together] for place in range(0, ROUNDS, together)]


def race(cast, start, acts, numbers):
    site, rosa, remy = cast
    names = [f"{acts[1].name} {number}" for number in numbers]
    articles = [factories.make_article(site, f"Talks, {name}") for name in names]
    set_up = stages(STARTS[start], articles, rosa, remy)
    rounds = [[partial(attempt, act, stage) for act in acts] for stage in set_up]
    for name, stage, succeeded in zip(names, set_up, each_at_once(rounds), strict=True):
        assert any(succeeded), f"{name}: of two acts that may succeed one does"
        if all(act.guarded for act in acts):
            assert sum(succeeded) == 1, f"{name}: the later of two deciders overwrote the first"
        assert faults(stage) == [], name
