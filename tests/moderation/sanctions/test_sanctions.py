"""What of an author's sanctions is in force: the strictest, as long as it lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.models import Sanction
from moderation.sanctions.in_force import in_force

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOON, LATER = NOW + timedelta(days=1), NOW + timedelta(days=7)


def a(kind, ends_at=None, *, lifted=False):
    return Sanction(kind=kind, ends_at=ends_at, reason=kind, lifted_at=NOW if lifted else None)


@pytest.mark.parametrize(
    "sanctions, restriction, until",
    [
        ([], "", None),
        ([a("warning")], "", None),
        ([a("always_hold")], "always_hold", None),
        ([a("suspension", SOON)], "suspended", SOON),
        ([a("ban")], "banned", None),
        ([a("ban", LATER)], "banned", LATER),
        ([a("ban", lifted=True)], "", None),
        ([a("suspension", NOW)], "", None),
        ([a("suspension", NOW - timedelta(seconds=1))], "", None),
        ([a("always_hold"), a("suspension", SOON)], "suspended", SOON),
        ([a("always_hold", SOON), a("always_hold")], "always_hold", None),
        ([a("suspension", SOON), a("ban")], "banned", None),
        ([a("suspension", SOON), a("suspension", LATER)], "suspended", LATER),
        ([a("suspension", LATER), a("ban", SOON)], "suspended", LATER),
        ([a("ban", lifted=True), a("suspension", SOON)], "suspended", SOON),
        ([a("ban", LATER), a("suspension", LATER)], "banned", LATER),
    ],
    ids=lambda value: str([s.kind for s in value]) if isinstance(value, list) else str(value),
)
def test_the_strictest_that_is_neither_lifted_nor_over_is_in_force(sanctions, restriction, until):
    for order in (sanctions, sanctions[::-1]):
        found = in_force(order, NOW)
        assert (found.restriction, found.until) == (restriction, until)


KINDS = st.sampled_from(Sanction.Kind.values)
ENDS = st.none() | st.integers(1, 50).map(lambda days: NOW + timedelta(days=days))


@given(st.lists(st.builds(a, KINDS, ENDS, lifted=st.booleans()), max_size=6))
def test_after_a_ban_or_suspension_nothing_is_left_that_forbids_writing(sanctions):
    """So posting is right by the author's row alone, before any sweep."""
    found = in_force(sanctions, NOW)
    if found.restriction in {"suspended", "banned"} and found.until is not None:
        assert in_force(sanctions, found.until).restriction in {"", "always_hold"}


@given(st.lists(st.builds(a, KINDS, ENDS), max_size=5), st.builds(a, KINDS, ENDS))
def test_one_more_sanction_never_softens(sanctions, more):
    order = ["", "always_hold", "suspended", "banned"]
    before, after = in_force(sanctions, NOW), in_force([*sanctions, more], NOW)
    writes = {"suspended": 2, "banned": 2}
    strict = {name: writes.get(name, order.index(name)) for name in order}
    assert strict[after.restriction] >= strict[before.restriction]
