"""Things that happen at the same moment, each in a thread with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db import connection, connections

Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """Return what each act returned, all begun together; raises what one of them raised."""
    return each_at_once([acts])[0]


def each_at_once(rounds: Sequence[Sequence[Act]]) -> list[list[Any]]:
    """Return what the acts of each round returned: those of a round begin together, one round after
    the other, with the same threads and connections. Raises what one of them raised.
    """
    lanes = list(zip(*rounds, strict=True))
    begin = Barrier(len(lanes))

    def run(lane: Sequence[Act]) -> list[Any]:
        returned = []
        try:
            connection.ensure_connection()
            for act in lane:
                begin.wait(timeout=30)
                returned.append(act())
        except BaseException:
            # Nobody waits for this one.
            begin.abort()
            raise
        finally:
            connections.close_all()
        return returned

    with ThreadPoolExecutor(len(lanes)) as pool:
        done = [pool.submit(run, lane) for lane in lanes]
    return [list(of_round) for of_round in zip(*_results(done), strict=True)]


def _results(done: Sequence[Any]) -> list[list[Any]]:
    """Return what the lanes returned; of several errors the one that broke the others off."""
    errors = [error for lane in done if (error := lane.exception()) is not None]
    for error in sorted(errors, key=lambda error: isinstance(error, BrokenBarrierError)):
        raise error
    return [lane.result() for lane in done]
