"""False alarms: harmless rows that the machine stops, and what they have in common."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from moderation.evaluation.intervals import Estimate, Share, gap_to_all
from moderation.evaluation.judged import OUTCOMES, Flags, JudgedRows, Kind
from moderation.policy.engine import SAFEGUARD_HOLDS_AT, SAFEGUARDS


@dataclass(frozen=True, slots=True)
class Confusion:
    """How many rows of each outcome, by kind."""

    kind: str
    publish: int
    hold: int
    reject: int


@dataclass(frozen=True, slots=True)
class Cause:
    """How many false alarms a clause, a reason or a producer had part in, and how many alone.

    `alarms.of` are the harmless rows.
    """

    name: str
    alarms: Share
    alone: int


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """False alarms among the harmless rows that name or belong to a group of people.

    `gap` is the group's rate less the rate of all harmless rows.
    """

    group: str
    alarms: Share
    gap: Estimate


def confusion(rows: JudgedRows) -> Iterator[Confusion]:
    for kind in (Kind.HARMLESS, Kind.VIOLATING, Kind.UNCLEAR):
        counts = np.bincount(rows.outcomes[rows.kinds == kind], minlength=len(OUTCOMES)).tolist()
        yield Confusion(kind.name.lower(), *counts)


def false_alarms(rows: JudgedRows) -> Share:
    """Return the share of the harmless rows that are stopped, by whatever it is."""
    return alarms_among(rows, np.ones(len(rows), dtype=np.bool_))


def caught(rows: JudgedRows) -> Share:
    """Return the share of the violating rows that are stopped, by whatever it is."""
    return Share(int((rows.violating & rows.stopped).sum()), int(rows.violating.sum()))


def alarms_among(rows: JudgedRows, part: Flags) -> Share:
    harmless = rows.harmless & part
    return Share(int((harmless & rows.stopped).sum()), int(harmless.sum()))


def alarms_by_source(rows: JudgedRows) -> dict[str, Share]:
    """Return the false alarms by source, for the sources that have harmless rows."""
    shares = {source: alarms_among(rows, part) for source, part in rows.sources.items()}
    return {source: share for source, share in shares.items() if share.of}


def clause_causes(rows: JudgedRows) -> list[Cause]:
    """Return what the clauses and the reasons had part in, those without part left out."""
    return _causes(rows, {**rows.clauses, **rows.reasons})


def producer_causes(rows: JudgedRows) -> list[Cause]:
    """Return what the producers had part in: one of their values met a rule or a safeguard."""
    bars = dict.fromkeys(SAFEGUARDS, SAFEGUARD_HOLDS_AT)
    for clause in rows.policy.clauses:
        for rule in clause.rules:
            bars[rule.attribute] = min(rule.hold_at, bars.get(rule.attribute, 1.0))
    met: dict[str, Flags] = {}
    for column, values in rows.values.items():
        if column.attribute in bars:
            part = values >= bars[column.attribute]  # false for NaN
            met[column.producer] = part | met.get(column.producer, np.False_)
    return _causes(rows, met)


def group_figures(rows: JudgedRows) -> list[GroupFigures]:
    """Return the false alarms of every group that a harmless row names or belongs to."""
    overall = false_alarms(rows)
    shares = {group: alarms_among(rows, part) for group, part in rows.groups.items()}
    return [
        GroupFigures(group, share, gap_to_all(share, overall))
        for group, share in shares.items()
        if share.of
    ]


def _causes(rows: JudgedRows, met: dict[str, Flags]) -> list[Cause]:
    """Return the causes with a part in a false alarm, those with the greatest part first."""
    alarm = rows.harmless & rows.stopped
    causes_of_row = np.sum([part & alarm for part in met.values()], axis=0)
    of = int(rows.harmless.sum())
    causes = [
        Cause(name, Share(int((part & alarm).sum()), of), int((part & (causes_of_row == 1)).sum()))
        for name, part in met.items()
    ]
    met_once = (cause for cause in causes if cause.alarms.count)
    return sorted(met_once, key=lambda cause: (-cause.alarms.count, cause.name))
