"""A limit of many calls holds, though few of them are asked about."""

import pytest
import time_machine
from limits import parse

from discussion.api.tally import UNASKED, Count, Tallies


class Shared:
    """The count that several processes ask, by a window that does not move."""

    def __init__(self, limit):
        self.limit, self.counted, self.asked = limit, 0, 0

    def __call__(self, calls):
        self.asked += 1
        allowed = self.counted + calls <= self.limit.amount
        self.counted += calls if allowed else 0
        return Count(self.limit, allowed, self.limit.amount - self.counted, 60)


@pytest.fixture
def limit():
    return parse("600/minute")


def allowed_of(processes, shared, calls):
    """Return how many of so many calls are let through, the processes taking turns."""
    tallies = [Tallies(most=10) for _ in range(processes)]
    counts = [tallies[n % processes].count("ada", shared.limit, shared) for n in range(calls)]
    return sum(count.allowed for count in counts)


def test_one_process_lets_exactly_the_limit_through_and_asks_seldom(limit):
    shared = Shared(limit)
    assert allowed_of(1, shared, 550) == 550
    assert shared.asked < 110
    assert allowed_of(1, Shared(limit), 1000) == 600


@pytest.mark.parametrize("processes", [2, 3, 8])
def test_several_processes_exceed_it_by_a_few_calls_each_at_most(limit, processes):
    assert 600 <= allowed_of(processes, Shared(limit), 2000) <= 600 + UNASKED * processes


def test_a_caller_who_was_refused_elsewhere_gets_a_few_calls_here_and_no_more(limit):
    shared = Shared(limit)
    shared.counted = limit.amount
    assert allowed_of(1, shared, 100) == UNASKED


def test_what_is_left_is_told_as_if_each_call_were_asked_for(limit):
    shared, tallies = Shared(limit), Tallies(most=10)
    told = [tallies.count("ada", limit, shared).remaining for _ in range(620)]
    assert told == [*range(599, -1, -1), *[0] * 20]


def test_callers_are_counted_apart(limit):
    tallies, ada, ben = Tallies(most=10), Shared(limit), Shared(limit)
    for _ in range(700):
        tallies.count("ada", limit, ada)
    assert tallies.count("ben", limit, ben).allowed


def test_after_its_window_a_count_begins_anew(limit):
    tallies, shared = Tallies(most=10), Shared(limit)
    with time_machine.travel(0) as clock:
        for _ in range(700):
            count = tallies.count("ada", limit, shared)
        assert not count.allowed
        clock.shift(61)
        shared.counted = 0
        count = tallies.count("ada", limit, shared)
        assert (count.allowed, count.remaining) == (True, 599)


def test_of_very_many_callers_only_so_many_are_remembered(limit):
    tallies, shared = Tallies(most=10), Shared(limit)
    for number in range(1000):
        tallies.count(number, limit, shared)
    assert len(tallies._kept) == 10
