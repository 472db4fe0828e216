"""Everything that an evaluation found, in one piece, and the same as JSON.

No times and no paths of a machine are in it: the same data and scorers give the same bytes.
"""

import dataclasses
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from moderation.evaluation.alarms import (
    Cause,
    Confusion,
    GroupFigures,
    alarms_by_source,
    caught,
    clause_causes,
    confusion,
    false_alarms,
    group_figures,
    producer_causes,
)
from moderation.evaluation.examples import Example, Examples
from moderation.evaluation.intervals import Share
from moderation.evaluation.judged import JudgedRows
from moderation.evaluation.metrics import (
    AttributeFigures,
    ThresholdFigures,
    attribute_figures,
    threshold_figures,
)
from moderation.evaluation.side_by_side import Comparison
from moderation.scoring.base import Producer

DECIMALS = 6


@dataclass(frozen=True, slots=True)
class DataFile:
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Data:
    """Which rows were judged; `sources` counts them."""

    files: tuple[DataFile, ...]
    split: str | None
    limit: int | None
    seed: int
    rows: int
    sources: dict[str, int]


@dataclass(frozen=True, slots=True)
class ScorerFigures:
    """One scorer with all detectors under the policy. `refused` texts can be no comment."""

    spec: str
    producer: Producer
    refused: int
    attributes: tuple[AttributeFigures, ...]
    thresholds: tuple[ThresholdFigures, ...]
    outcomes: tuple[Confusion, ...]
    false_alarms: Share
    caught: Share
    false_alarms_by_source: dict[str, Share]
    clauses: tuple[Cause, ...]
    producers: tuple[Cause, ...]
    groups: tuple[GroupFigures, ...]
    highest_harmless: tuple[Example, ...]
    lowest_violating: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`comparisons` set every further scorer beside the first."""

    data: Data
    policy: str
    scorers: tuple[ScorerFigures, ...]
    comparisons: tuple[Comparison, ...]


def scorer_figures(
    spec: str, producer: Producer, rows: JudgedRows, examples: Examples, seed: int
) -> ScorerFigures:
    """Return all figures of one scorer; `seed` is the bootstrap's."""
    return ScorerFigures(
        spec=spec,
        producer=producer,
        refused=rows.refused,
        attributes=tuple(attribute_figures(rows, seed)),
        thresholds=tuple(threshold_figures(rows)),
        outcomes=tuple(confusion(rows)),
        false_alarms=false_alarms(rows),
        caught=caught(rows),
        false_alarms_by_source=alarms_by_source(rows),
        clauses=tuple(clause_causes(rows)),
        producers=tuple(producer_causes(rows)),
        groups=tuple(group_figures(rows)),
        highest_harmless=tuple(examples.highest_harmless),
        lowest_violating=tuple(examples.lowest_violating),
    )


def as_json(report: object) -> str:
    """Return a report, or a part of one, as JSON text: shares with their intervals."""
    return json.dumps(_plain(report), indent=1, allow_nan=False) + "\n"


def _plain(thing: Any) -> Any:
    if isinstance(thing, Share):
        return {"count": thing.count, "of": thing.of, **_plain(thing.estimate)}
    if dataclasses.is_dataclass(thing):
        return {f.name: _plain(getattr(thing, f.name)) for f in dataclasses.fields(thing)}
    if isinstance(thing, dict):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_plain(part) for part in thing]
    if isinstance(thing, Enum):
        return thing.value
    return round(thing, DECIMALS) if isinstance(thing, float) else thing
