"""Tells work that grows with its text from work that explodes, on any machine, however busy.

No test here says how fast the product is (benchmarks/ does): a pattern that backtracks costs
sixteen times as much for a text four times as long, and that shows on a slow machine as on a fast
one.
"""

import time
from collections.abc import Callable

TIMES = 4
# Four for work that grows with its text, sixteen for work that grows with its square.
BOUND = 8.0
# Noise only ever adds, so the cheapest of several rounds comes near the truth.
ROUNDS = 25
# Below this the clock and the call weigh more than the work.
NEGLIGIBLE_SECONDS = 0.002


def assert_linear(work: Callable[[str], object], make: Callable[[int], str], size: int) -> None:
    """Assert that `work` on the text `make(size)` takes no more than its length explains."""
    work(make(size))  # What is built once per process or site is not the text's cost.
    assert_at_most(BOUND, lambda: work(make(size)), lambda: work(make(size // TIMES)))


def assert_at_most(
    bound: float, work: Callable[[], object], yardstick: Callable[[], object]
) -> None:
    """Assert that `work` costs at most `bound` times the CPU time of the yardstick."""
    cheapest = shortest = float("inf")
    for _ in range(ROUNDS):
        shortest = min(shortest, _seconds(yardstick))
        cheapest = min(cheapest, _seconds(work))
        if cheapest <= bound * max(shortest, NEGLIGIBLE_SECONDS):
            return
    raise AssertionError(f"{cheapest / shortest:.1f} times the yardstick, {bound} allowed")


def repeated(unit: str) -> Callable[[int], str]:
    """Return what makes a text of some length out of the unit again and again."""
    return lambda size: (unit * size)[:size]


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
