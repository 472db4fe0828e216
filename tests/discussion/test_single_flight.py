from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from discussion.single_flight import SingleFlight
from tests.services.until import until

SECONDS = 10


class Seen(str):
    """A key that counts how often it was looked up: twice by who makes, once by who waits."""

    times = 0

    def __hash__(self):
        self.times += 1
        return super().__hash__()


def under_way(flights, key, make, others):
    """Begin the making in a thread; return it and those of so many others that wait for it."""
    pool = ThreadPoolExecutor(1 + others)
    begun = Event()

    def first():
        begun.set()
        return make()

    leader = pool.submit(flights.once, key, first)
    assert begun.wait(SECONDS)
    return leader, [pool.submit(flights.once, key, make) for _ in range(others)]


def test_what_many_ask_for_at_once_is_made_once():
    flights, go, made = SingleFlight(SECONDS), Event(), []

    def make():
        assert go.wait(SECONDS)
        made.append(1)
        return "page"

    key = Seen("a")
    leader, others = under_way(flights, key, make, 5)
    until(lambda: key.times == 2 + 5, seconds=SECONDS, what="those who wait")
    go.set()
    assert {flight.result(SECONDS) for flight in (leader, *others)} == {"page"}
    assert len(made) == 1


def test_another_key_waits_for_nobody():
    flights, go = SingleFlight(SECONDS), Event()
    leader, _ = under_way(flights, "a", lambda: go.wait(SECONDS), 0)
    assert flights.once("b", lambda: "other") == "other"
    go.set()
    assert leader.result(SECONDS)


def test_afterwards_it_is_made_anew():
    flights = SingleFlight(SECONDS)
    assert [flights.once("a", lambda n=n: n) for n in range(3)] == [0, 1, 2]


def test_who_waits_for_what_fails_gets_the_failure_and_the_next_one_tries_again():
    flights, go = SingleFlight(SECONDS), Event()

    def make():
        assert go.wait(SECONDS)
        raise LookupError

    key = Seen("a")
    leader, others = under_way(flights, key, make, 2)
    until(lambda: key.times == 2 + 2, seconds=SECONDS, what="those who wait")
    go.set()
    for flight in (leader, *others):
        with pytest.raises(LookupError):
            flight.result(SECONDS)
    assert flights.once("a", lambda: "page") == "page"


def test_who_has_waited_long_enough_makes_it_alone():
    flights, go = SingleFlight(0), Event()
    leader, _ = under_way(flights, "a", lambda: go.wait(SECONDS), 0)
    assert flights.once("a", lambda: "alone") == "alone"
    go.set()
    assert leader.result(SECONDS)
