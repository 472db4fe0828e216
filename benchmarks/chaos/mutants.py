"""Safeguards that a run can do without, so that it shows that it would notice.

Each is taken away from outside, in the processes that chaos starts (`worker.py`, `web.py`) and in
its own database; the product has no switch for it. Where one safeguard stands behind another, what
stands behind goes too: else nothing would come of it, which is what it stands there for.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is missing, and in which place it is taken away."""

    what: str
    in_worker: bool = False
    in_web: bool = False
    statement: str = ""


MUTANTS = {
    "late-result": Mutant(
        "a result is stored whoever holds the lease, and whatever was decided meanwhile",
        in_worker=True,
        statement="DROP INDEX decision_one_first",
    ),
    "attempts": Mutant("the attempt is not counted when a text is claimed", in_worker=True),
    "lease": Mutant("a lease does not end by itself", in_worker=True),
    "sweep": Mutant("workers look for work only when they are told of it", in_worker=True),
    "fail-open": Mutant("a number that is none counts as harmless", in_worker=True),
    "early-answer": Mutant("202 is said before the comment is stored", in_web=True),
}
