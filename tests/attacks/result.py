"""What became of each attack, kept with its report and shown at the end of a run."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

ATTACK = "attack"
# A figure that belongs to no one case.
MEASURED_ALONE = "measured alone"


class Result:
    """Goes with a test's report, also from one process of a run to another."""

    def __init__(self, note: Callable[[str, Any], None], group: str, tier: str) -> None:
        self._note, self._tier = note, tier
        note(ATTACK, group)

    def absent(self, surface: str) -> None:
        """The product has no such surface: what was sent there came to nothing."""
        self._note("absent", surface)

    def measured(self, held: Mapping[str, bool]) -> None:
        """What a case of a tier without a bar came to."""
        for held_here in held.values():
            self._note("measured", f"{self._tier} {'held' if held_here else 'missed'}")

    def took(self, seconds: float, limit: int) -> None:
        """How long the answers took; the case's limit is for one reference machine."""
        if limit and seconds * 1000 > limit:
            self._note("slow", f"{seconds * 1000:.0f} of {limit} ms")

    def left_to(self, tests: Iterable[str]) -> None:
        """The tests that judge it."""
        self._note("left to", "\n".join(tests))


def lines(stats: Mapping[str, Iterable[Any]]) -> list[str]:
    """Return the counts of a run by class, from its reports; nothing where no attack was judged."""
    outcomes = _outcomes(stats)
    by_group: dict[str, Counter[str]] = defaultdict(Counter)
    measured: Counter[str] = Counter()
    slow, alone = [], []
    for report in (r for name in ("passed", "failed") for r in stats.get(name, ())):
        said = getattr(report, "user_properties", [])
        alone += [value for name, value in said if name == MEASURED_ALONE]
        group = next((value for name, value in said if name == ATTACK), None)
        if group is None:
            continue
        by_group[group][_became(report, dict(said), outcomes)] += 1
        by_group[group]["absent"] += any(name == "absent" for name, _ in said)
        measured.update(value for name, value in said if name == "measured")
        slow += [f"{report.nodeid.partition('[')[2][:-1]} {v}" for n, v in said if n == "slow"]
    shares = [*(f"{name}: {count}" for name, count in sorted(measured.items())), *sorted(alone)]
    return _table(by_group, shares, slow)


def _outcomes(stats: Mapping[str, Iterable[Any]]) -> dict[str, set[str]]:
    """Return what became of each test of the run, its parameters left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in stats.get(outcome, ()):
            found[getattr(report, "nodeid", "").partition("[")[0]].add(outcome)
    return found


def _became(report: Any, said: dict[str, Any], outcomes: Mapping[str, set[str]]) -> str:
    if report.outcome == "failed":
        return "failed"
    tests = said.get("left to", "").split("\n") if "left to" in said else []
    if any(outcomes.get(test, set()) - {"passed"} for test in tests):
        return "failed"
    return "passed" if all(test in outcomes for test in tests) else "elsewhere"


def _table(by_group: Mapping[str, Counter[str]], shares: list[str], slow: list[str]) -> list[str]:
    if not by_group:
        return []
    rows = []
    for group, count in [*sorted(by_group.items()), ("all", sum(by_group.values(), Counter()))]:
        row = f"  {group:<16}{count['passed']:>5} passed{count['failed']:>4} failed"
        row += f"{count['elsewhere']:>5} by tests that did not run here" * bool(count["elsewhere"])
        row += f"{count['absent']:>5} of a surface that there is not" * bool(count["absent"])
        rows.append(row)
    judged = sum(c["passed"] + c["failed"] + c["elsewhere"] for c in by_group.values())
    return [
        f"Attacks: {judged} judged.",
        *rows,
        *([f"  Measured without a bar: {', '.join(shares)}."] if shares else []),
        *([f"  Slower than on the machine of their limit: {', '.join(slow)}."] if slow else []),
    ]
