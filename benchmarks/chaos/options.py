"""What is to be broken, how often, and from which seed."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from benchmarks.chaos.mutants import MUTANTS

KEPT = Path(__file__).resolve().parents[2] / "build" / "chaos"


@dataclass(frozen=True, slots=True)
class Options:
    """`lease` and `settle` are in seconds: how long a claim is held, and how long after the last
    fault there may still be something to judge.
    """

    db: str
    broker: str
    comments: int
    faults: int
    seed: int
    mutant: str
    lease: int
    settle: float
    keep: Path

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Self:
        """Return what the command line asks for; what cannot be ends the process."""
        return cls(**vars(_parser().parse_args(arguments)))

    @property
    def name(self) -> str:
        parts = [self.db, self.broker, str(self.seed), *([self.mutant] if self.mutant else [])]
        return "-".join(parts)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="manage.py chaos", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--broker",
        choices=["none", "valkey", "redis"],
        default="valkey",
        help="valkey: the embedded one; redis: keeps nothing; none: workers judge by their timer",
    )
    parser.add_argument("--comments", type=int, default=3_000, help="to be posted (3000)")
    parser.add_argument("--faults", type=int, default=12, help="to be injected (12)")
    parser.add_argument("--seed", type=int, default=1, help="decides texts and faults (1)")
    parser.add_argument(
        "--mutant",
        choices=sorted(MUTANTS),
        default="",
        help="switch one safeguard off, which the run has to find",
    )
    parser.add_argument("--lease", type=int, default=4, help="seconds of a claim (4)")
    parser.add_argument("--settle", type=float, default=60, help="seconds for the rest (60)")
    parser.add_argument("--keep", type=Path, default=KEPT, help="folder of the logs (build/chaos)")
    return parser
