"""Agreement by the book."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.evaluation.intervals import Share
from moderation.figures.agreement import Looked, effective, kappa, looks, share_of, weights

# Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed., table 18.1: two
# raters and 100 patients. The book gives kappa 0.68 with a standard error of 0.087.
PATIENTS = {
    ("psychotic", "psychotic"): 75,
    ("psychotic", "neurotic"): 1,
    ("psychotic", "organic"): 4,
    ("neurotic", "psychotic"): 5,
    ("neurotic", "neurotic"): 4,
    ("neurotic", "organic"): 1,
    ("organic", "organic"): 10,
}


def table(yes_yes, yes_no, no_yes, no_no):
    return {
        ("yes", "yes"): yes_yes,
        ("yes", "no"): yes_no,
        ("no", "yes"): no_yes,
        ("no", "no"): no_no,
    }


def test_kappa_and_its_interval_are_those_of_a_published_example():
    found = kappa(PATIENTS, 100)
    # By hand: agreed 0.89, by chance 0.8*0.8 + 0.1*0.05 + 0.1*0.15 = 0.66.
    assert found.value == pytest.approx((0.89 - 0.66) / (1 - 0.66))
    error = (found.high - found.low) / 2 / 1.959964
    assert error == pytest.approx(0.0877, abs=0.0001)
    assert (round(found.low, 2), round(found.high, 2)) == (0.50, 0.85)


# By hand: agreed 35/50, by chance (25*30 + 25*20)/50² = 0.5; both judge 60 of 100 alike in the
# other two, by chance 0.54 and 0.46.
@pytest.mark.parametrize(
    ("cells", "of", "value"),
    [
        (table(20, 5, 10, 15), 50, 0.4),
        (table(45, 15, 25, 15), 100, 0.06 / 0.46),
        (table(25, 35, 5, 35), 100, 0.14 / 0.54),
        (table(10, 0, 0, 10), 20, 1.0),
        (table(0, 10, 10, 0), 20, -1.0),
    ],
)
def test_kappa_of_small_tables(cells, of, value):
    assert kappa(cells, of).value == pytest.approx(value)


def test_nothing_is_said_where_nothing_was_judged_or_all_was_judged_alike():
    assert kappa({}, 0).value is None
    assert kappa(table(10, 0, 0, 0), 10).value is None
    assert share_of([], []).value is None


def test_the_interval_of_a_share_is_wilsons_while_all_were_drawn_alike():
    wrong = [Looked("published", "stopped", 0.02, 3)]
    all_ = [*wrong, Looked("published", "published", 0.02, 47)]
    expected = Share(3, 50).estimate
    found = share_of(wrong, all_)
    assert found.value == pytest.approx(0.06)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_no_fault_among_a_few_is_no_proof_of_none():
    found = share_of([], [Looked("published", "published", 0.1, 10)])
    assert found.value == found.low == 0.0
    assert 0.2 < found.high < 0.35


def test_a_text_drawn_with_a_small_share_counts_for_more():
    rare = Looked("published", "stopped", 0.01, 1)
    often = Looked("published", "published", 0.1, 10)
    assert share_of([rare], [rare, often]).value == pytest.approx(100 / 200)
    assert looks([rare, often]) == 11
    # 200² / (1/0.01² + 10/0.1²), and not 11: one text that stands for half tells little.
    assert effective([rare, often]) == pytest.approx(200**2 / (10_000 + 1_000))
    assert weights([rare, rare, often])["published", "stopped"] == pytest.approx(200)


def test_an_effective_number_of_alike_texts_is_their_number():
    assert effective([Looked("a", "b", 0.02, 7)]) == pytest.approx(7)
    assert effective([]) == 0.0


COUNTS = st.integers(0, 500)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_kappa_stays_in_its_bounds_and_does_not_ask_who_was_first(a, b, c, d):
    found, swapped = (
        kappa(table(a, b, c, d), a + b + c + d),
        kappa(table(a, c, b, d), a + b + c + d),
    )
    if found.value is None:
        assert swapped.value is None
        return
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert math.isclose(found.value, swapped.value, abs_tol=1e-9)
