import numpy as np
import pytest
import small_start  # noqa: F401  (it skips the module without the extra)

from moderation.training.ngram_table import _fitted

pytestmark = pytest.mark.detoxify


def drawn(true_logits, seed=3):
    random = np.random.default_rng(seed)
    return (random.random(len(true_logits)) < 1 / (1 + np.exp(-true_logits))).astype(np.float32)


@pytest.mark.parametrize(("slope", "constant"), [(1, 0), (1, 2), (1, 5), (0.6, -1), (1.8, 6)])
def test_the_calibration_finds_the_curve_that_the_labels_follow(slope, constant):
    logits = np.random.default_rng(1).normal(-2, 3, 4000)
    found = _fitted(logits, drawn(slope * logits + constant))
    assert found == pytest.approx((slope, constant), abs=0.5)


def test_labels_that_are_parted_without_a_mistake_give_no_step():
    logits = np.concatenate((np.full(20, -2.0), np.full(20, 2.0)))
    slope, _ = _fitted(logits, (logits > 0).astype(np.float32))
    assert 1 < slope < 10


def test_an_attribute_without_a_positive_stays_as_it_is():
    assert _fitted(np.array([1.0, -1.0]), np.array([0.0, np.nan], np.float32)) == (1.0, 0.0)


def test_scores_that_say_the_opposite_are_refused():
    logits = np.random.default_rng(1).normal(0, 2, 400)
    with pytest.raises(ValueError, match="cannot be calibrated"):
        _fitted(logits, drawn(-logits))
