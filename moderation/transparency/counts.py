"""What a report counts, whichever way it was counted, and where two counts differ."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from articles.models import PolicyVersion, Site
from discussion.models import Decision

Look = tuple[str, str, str, float]


@dataclass(frozen=True, slots=True)
class Counts:
    """`numbers` by a name with dots in it, like `decisions.machine.hold`.

    `looks` are blind second looks by who decided first, what, what the second person said, and the
    share with which they were drawn. `medians` are times until an answer.
    """

    numbers: Counter[str] = field(default_factory=Counter)
    looks: Counter[Look] = field(default_factory=Counter)
    medians: dict[str, timedelta] = field(default_factory=dict)


def differences(one: Counts, other: Counts) -> Iterator[str]:
    """Yield each figure that the two counts do not agree on; nothing when they are the same."""
    for name in sorted({*one.numbers, *other.numbers}):
        if one.numbers[name] != other.numbers[name]:
            yield f"{name}: {one.numbers[name]} and {other.numbers[name]}"
    for look in sorted({*one.looks, *other.looks}):
        if one.looks[look] != other.looks[look]:
            yield f"second look {look}: {one.looks[look]} and {other.looks[look]}"
    for name in sorted({*one.medians, *other.medians}):
        if one.medians.get(name) != other.medians.get(name):
            yield f"median of {name}: {one.medians.get(name)} and {other.medians.get(name)}"


class Grounds:
    """Which clauses of a site's policies rest on the law: read once for a whole report."""

    def __init__(self, site: Site) -> None:
        versions = PolicyVersion.objects.filter(site=site)
        self._legal = {
            version.pk: {clause["id"] for clause in version.clauses if clause.get("ground")}
            for version in versions
        }

    def of(self, policy_id: int, clauses: Iterable[str]) -> str:
        """Return `illegal` where a clause rests on the law, else `policy`; `none` without one."""
        named = set(clauses)
        if not named:
            return "none"
        return "illegal" if named & self._legal[policy_id] else "policy"


def decision_names(
    actor: str, outcome: str, clauses: list[str], policy_id: int, grounds: Grounds
) -> Iterator[str]:
    """Yield under which names a decision counts."""
    yield f"decisions.{actor}.{outcome}"
    if outcome != Decision.Outcome.PUBLISH:
        yield f"restrictions.{actor}.ground.{grounds.of(policy_id, clauses)}"
        for clause in clauses or ["none"]:
            yield f"restrictions.{actor}.{outcome}.clause.{clause}"


def answer_names(kind: str) -> dict[Any, str]:
    """Return under which name an answered report or notice counts, by whether it was right."""
    return {True: f"{kind}.upheld", False: f"{kind}.dismissed"}
