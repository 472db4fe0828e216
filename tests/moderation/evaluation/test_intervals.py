"""Intervals against values calculated by hand or printed in the papers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.evaluation.intervals import Estimate, Share, gap_to_all


def test_the_interval_of_a_half_is_wilsons():
    # (0.5 + z²/20 ± z·sqrt(0.25/10 + z²/400)) / (1 + z²/10) with z = 1.959964
    estimate = Share(5, 10).estimate
    assert estimate.value == 0.5
    assert (estimate.low, estimate.high) == pytest.approx((0.236593, 0.763407), abs=1e-6)


def test_no_event_at_all_still_leaves_an_interval():
    # z²/n / (1 + z²/n) = 3.841459 / 13.841459
    estimate = Share(0, 10).estimate
    assert (estimate.value, estimate.low) == (0.0, 0.0)
    assert estimate.high == pytest.approx(0.277533, abs=1e-6)


def test_nothing_to_count_is_no_figure():
    assert Share(0, 0).estimate == Estimate(None)


def test_the_gap_of_a_part_is_newcombes_for_the_rest_scaled():
    # Newcombe 1998, table II (a): 56/70 less 48/80 is 0.2, method 10: 0.0524 to 0.3339.
    gap = gap_to_all(Share(56, 70), Share(56 + 48, 70 + 80))
    scale = 80 / 150
    assert gap.value == pytest.approx(0.2 * scale)
    assert gap.low == pytest.approx(0.0524 * scale, abs=5e-5)
    assert gap.high == pytest.approx(0.3339 * scale, abs=5e-5)


def test_a_part_that_is_the_whole_has_no_gap():
    assert gap_to_all(Share(3, 10), Share(3, 10)) == Estimate(0.0, 0.0, 0.0)


def test_an_empty_part_has_no_gap_to_tell():
    assert gap_to_all(Share(0, 0), Share(3, 10)) == Estimate(None)


@settings(deadline=None)
@given(of=st.integers(1, 10_000), data=st.data())
def test_an_interval_holds_its_value_and_stays_within_0_and_1(of, data):
    estimate = Share(data.draw(st.integers(0, of)), of).estimate
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
