"""Areas and calibration: by hand, and against scikit-learn for anything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as from_numpy
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from moderation.evaluation.ranking import Fit, Ranking, bootstrapped, resamples

VALUES = np.array([0.9, 0.8, 0.7, 0.2])
POSITIVE = np.array([True, False, True, False])
ONCE = np.ones(4)


def test_the_roc_area_is_the_share_of_pairs_in_the_right_order():
    # 0.9 beats both others, 0.7 beats one of two: 3 of 4 pairs.
    assert Ranking(VALUES, POSITIVE).roc_auc(ONCE) == 0.75


def test_a_tie_is_half_a_pair():
    assert Ranking(np.array([0.5, 0.5]), np.array([True, False])).roc_auc(np.ones(2)) == 0.5


def test_average_precision_is_the_precision_at_each_gain():
    # Half of the recall at precision 1, the other half at 2/3.
    assert Ranking(VALUES, POSITIVE).average_precision(ONCE) == pytest.approx(5 / 6)


def test_a_row_drawn_twice_counts_twice():
    # 0.7 twice: of 3 × 2 pairs 0.9 wins two, each 0.7 one.
    assert Ranking(VALUES, POSITIVE).roc_auc(np.array([1.0, 1, 2, 1])) == pytest.approx(4 / 6)


def test_without_one_of_the_kinds_there_is_no_area():
    ranking = Ranking(VALUES, np.zeros(4, dtype=bool))
    assert np.isnan(ranking.roc_auc(ONCE))
    assert np.isnan(ranking.average_precision(ONCE))


def test_brier_is_the_mean_squared_error():
    # 0.01, 0.64, 0.09, 0.04
    assert Fit(VALUES, POSITIVE).brier(ONCE) == pytest.approx(0.195)


def test_calibration_error_weighs_the_bins_by_their_rows():
    # [0.1, 0.2): mean 0.15, no positive, 2 rows; [0.9, 1]: mean 0.95, all positive, 2 rows.
    values = np.array([0.1, 0.2 - 1e-9, 0.9, 1.0])
    fit = Fit(values, np.array([False, False, True, True]))
    assert fit.expected_calibration_error(ONCE) == pytest.approx((2 * 0.15 + 2 * 0.05) / 4)


@settings(deadline=None)
@given(data=st.data(), rows=st.integers(2, 40))
def test_the_measures_are_those_of_scikit_learn(data, rows):
    values = data.draw(
        from_numpy.arrays(float, rows, elements=st.integers(0, 20).map(lambda k: k / 20))
    )
    positive = data.draw(from_numpy.arrays(bool, rows))
    positive[:2] = True, False
    weights = data.draw(from_numpy.arrays(float, rows, elements=st.integers(0, 3).map(float)))
    weights[:2] = 1.0
    ranking, fit = Ranking(values, positive), Fit(values, positive)
    for ours, theirs in (
        (ranking.roc_auc, roc_auc_score),
        (ranking.average_precision, average_precision_score),
        (fit.brier, brier_score_loss),
    ):
        assert ours(weights) == pytest.approx(theirs(positive, values, sample_weight=weights))


def test_resamples_repeat_with_their_seed():
    first, again = (next(resamples(50, seed=3)) for _ in range(2))
    assert (first == again).all()
    assert first.sum() == 50
    assert (first != next(resamples(50, seed=4))).any()


def test_a_bootstrap_interval_holds_the_value():
    generator = np.random.default_rng(0)
    positive = generator.random(200) < 0.4
    values = np.clip(positive * 0.3 + generator.random(200) * 0.7, 0, 1)
    found = bootstrapped({"auc": Ranking(values, positive).roc_auc}, 200, seed=0)["auc"]
    assert found.low < found.value < found.high
    # Hanley and McNeil's standard error is about 0.03 here.
    assert 0.04 < found.high - found.low < 0.2


def test_paired_measures_see_the_same_resamples():
    ranking = Ranking(VALUES, POSITIVE)
    found = bootstrapped(
        {"gain": lambda weights: ranking.roc_auc(weights) - ranking.roc_auc(weights)}, 4, seed=0
    )["gain"]
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)
