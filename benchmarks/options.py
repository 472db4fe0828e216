"""How long and how much is measured."""

import os
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PARTS = ("reads", "verdicts", "scoring", "judge", "queue", "imports")
# Run when named alone: each writes results of a shape of its own.
ALONE = ("crowd", "capacity", "validation")
RESULTS = Path(__file__).parent / "results"
MOST_PROCESSES = 4
# What a core carries with room to spare: crowd is to show how long people wait, not what breaks.
REQUESTS_A_CORE = 10.0
ARCHIVES = ("jsonl", "disqus", "wordpress", "coral", "isso", "remark42", "django-comments")


@dataclass(frozen=True, slots=True)
class Options:
    """`seconds` is one side of one round of a request rate; `comments` are judged in each round;
    `items` are open in the long queue; `archive` comments move in; a crowd makes `rate` requests a
    second for `minutes`.
    """

    parts: tuple[str, ...]
    database: str
    seconds: float
    rounds: int
    comments: int
    sizes: tuple[int, ...]
    processes: int
    web: int
    items: int
    archive: int
    formats: tuple[str, ...]
    minutes: float
    rate: float
    results: Path

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Self:
        """Return what the command line asks for; what cannot be ends the process."""
        parser = _parser()
        asked = parser.parse_args(arguments)
        if unknown := set(asked.part) - {*PARTS, *ALONE}:
            parser.error(f"there is no part {', '.join(sorted(unknown))}")
        return cls(
            parts=tuple(part for part in (*PARTS, *ALONE) if part in asked.part) or PARTS,
            database=asked.db,
            seconds=asked.seconds,
            rounds=asked.rounds,
            comments=asked.comments,
            sizes=tuple(asked.sizes),
            processes=asked.processes,
            web=asked.web,
            items=asked.items,
            archive=asked.archive,
            formats=tuple(asked.formats),
            minutes=asked.minutes,
            rate=asked.rate,
            results=asked.results,
        )


def _parser() -> ArgumentParser:
    cores = min(os.cpu_count() or 1, MOST_PROCESSES)
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parts = f"of {', '.join(PARTS)}, which are the default, and {', '.join(ALONE)}"
    parser.add_argument("part", nargs="*", help=parts)
    parser.add_argument("--db", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=0.5, help="of one side of a round (0.5)")
    parser.add_argument("--rounds", type=int, default=3, help="(3)")
    parser.add_argument("--comments", type=int, default=400, help="judged in a round (400)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 200, 2000], help="of threads")
    parser.add_argument("--processes", type=int, default=cores, help=f"of the worker ({cores})")
    parser.add_argument("--web", type=int, default=1, help="web processes, for reads (1)")
    parser.add_argument("--items", type=int, default=100_000, help="in the queue (100000)")
    parser.add_argument("--archive", type=int, default=10_000, help="that move in (10000)")
    parser.add_argument("--formats", nargs="+", choices=ARCHIVES, default=ARCHIVES, help="of them")
    rate = REQUESTS_A_CORE * (os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=10.0, help="of a crowd (10)")
    parser.add_argument("--rate", type=float, default=rate, help=f"of it, a second ({rate:.0f})")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the results")
    return parser
