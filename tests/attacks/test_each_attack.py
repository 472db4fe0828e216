"""Each hostile input at each of its surfaces: what it expects holds."""

import time

import pytest

from tests.attacks.adapter import absent_because, send
from tests.attacks.bound import is_left
from tests.attacks.cases import ALL
from tests.attacks.checks import assert_absent, assert_expected
from tests.attacks.result import Result
from tests.attacks.served import is_served
from tests.attacks.stored import MEASURED
from tests.services.first_round import runs_every_case

# What comes as far as a statement of the database, as words or as a number. The others are answered
# before, or judged by what the text is: that is the same whatever the database.
IN_STATEMENTS = frozenset(
    {
        "audit",
        "authz",
        "crlf",
        "csv",
        "injection",
        "json",
        "log",
        "mass-assignment",
        "params",
        "race",
        "unicode",
    }
)
SENT = [
    case
    for case in ALL
    if not is_left(case)
    and not is_served(case)
    and (runs_every_case() or case.group in IN_STATEMENTS)
]


@pytest.mark.parametrize("case", SENT, ids=lambda case: case.id)
def test_an_attack_comes_to_what_it_expects(world, case, record_property):
    result = Result(record_property, case.group, case.tier)
    for surface in case.surfaces:
        began = time.perf_counter()
        sent = send(world, case, surface)
        result.took(time.perf_counter() - began, case.limit("time_ms_max"))
        result.measured(assert_expected(sent, MEASURED if case.is_measured else ()))
        if absent_because(surface):
            assert_absent(sent)
            result.absent(surface)
