"""Two threads that both want to read, each at its turn."""

from threading import Event, Thread

from moderation.turns import Turns
from tests.services.until import until


def test_who_waits_comes_before_who_has_just_had_it():
    turns, order = Turns(), []
    inside, go_on = Event(), Event()

    def backlog():
        for number in range(3):
            with turns.taken():
                order.append(f"text {number}")
                inside.set()
                go_on.wait(10)

    def question():
        with turns.taken():
            order.append("question")

    reading = Thread(target=backlog)
    reading.start()
    assert inside.wait(10)
    asking = Thread(target=question)
    asking.start()
    until(turns._next.locked, seconds=10, what="the question's place")
    go_on.set()
    for thread in (reading, asking):
        thread.join(10)
    assert order == ["text 0", "question", "text 1", "text 2"]


def test_a_reader_that_fails_hands_it_over():
    turns = Turns()
    for _ in range(2):
        try:
            with turns.taken():
                raise ValueError
        except ValueError:
            pass
    with turns.taken():
        assert turns._held.locked()
    assert not turns._held.locked()
