"""A window that was read before is not read again; what is no number is."""

import numpy as np
import pytest

from moderation.scoring.remembered import RememberedWindows


class Counting:
    def __init__(self, *answers):
        self.asked = []
        self.answers = list(answers)

    def __call__(self, ids):
        self.asked.append(tuple(ids))
        answer = self.answers.pop(0) if self.answers else float(sum(ids))
        return np.array([answer, 0.0])


def test_the_same_window_is_read_once():
    model = Counting()
    remembered = RememberedWindows(model)
    assert [remembered(ids)[0] for ids in ((1, 2), (1, 3), (1, 2), [1, 2])] == [3, 4, 3, 3]
    assert model.asked == [(1, 2), (1, 3)]


@pytest.mark.parametrize("fault", [float("nan"), float("inf"), float("-inf")])
def test_a_fault_is_neither_kept_nor_hidden(fault):
    model = Counting(fault, 1.0)
    remembered = RememberedWindows(model)
    assert not np.isfinite(remembered((1, 2))[0])
    assert remembered((1, 2))[0] == 1.0
    assert remembered((1, 2))[0] == 1.0
    assert len(model.asked) == 2


def test_a_model_that_raises_leaves_nothing_behind():
    class Broken:
        def __call__(self, ids):
            raise ValueError

    remembered = RememberedWindows(Broken())
    for _ in range(2):
        with pytest.raises(ValueError):
            remembered((1, 2))


def test_what_was_not_asked_for_longest_is_forgotten_first():
    model = Counting()
    remembered = RememberedWindows(model, most=2)
    for ids in ((1,), (2,), (1,), (3,), (1,)):
        remembered(ids)
    assert model.asked == [(1,), (2,), (3,)]
    remembered((2,))
    assert model.asked[-1] == (2,)


def test_windows_that_share_their_bytes_are_not_confused():
    model = Counting()
    remembered = RememberedWindows(model)
    assert remembered((1, 2, 3))[0] == 6
    assert remembered((1, 2))[0] == 3
    assert len(model.asked) == 2
