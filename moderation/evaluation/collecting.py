"""Judged rows go in one by one, arrays come out: what is kept of a text is numbers."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

import numpy as np

from moderation.evaluation.examples import Examples
from moderation.evaluation.groups import group_names, named_groups
from moderation.evaluation.judged import OUTCOMES, SEEN_AT, Column, Flags, JudgedRows
from moderation.evaluation.judging import Judged
from moderation.labelled_rows import LabelledRow
from moderation.policy.engine import REASONS
from moderation.policy.types import Policy

Key = TypeVar("Key")


class Collector:
    """Takes judged rows one by one, and forgets their texts but for a few examples."""

    def __init__(self, policy: Policy, group_columns: Collection[str], examples: int) -> None:
        self.examples = Examples(policy, examples)
        self._policy = policy
        self._group_columns = tuple(group_columns)
        self._count = self._refused = 0
        self._kinds, self._outcomes = array("b"), array("b")
        self._values: dict[Column, array[float]] = {}
        self._labels: dict[str, array[float]] = {}
        # The numbers of the rows of which a thing is true: most things are true of few rows.
        self._clauses = {clause.id: array("l") for clause in policy.clauses}
        self._reasons = {reason: array("l") for reason in REASONS}
        self._sources: defaultdict[str, array[int]] = defaultdict(lambda: array("l"))
        self._groups: defaultdict[str, array[int]] = defaultdict(lambda: array("l"))

    def add(self, judged: Judged | None) -> None:
        if judged is None:
            self._refused += 1
            return
        _append(self._values, judged.values, self._count)
        _append(self._labels, judged.row.labels, self._count)
        self._kinds.append(judged.kind)
        self._outcomes.append(OUTCOMES.index(judged.verdict.outcome))
        self._mark(judged)
        self.examples.add(judged.row.text, judged.row.source, judged.kind, judged.values)
        self._count += 1

    def _mark(self, judged: Judged) -> None:
        for clause in judged.verdict.clauses:
            self._clauses[clause].append(self._count)
        for reason in judged.verdict.reasons:
            self._reasons[reason].append(self._count)
        self._sources[judged.row.source].append(self._count)
        for group in _groups_of(judged.row, self._group_columns):
            self._groups[group].append(self._count)

    def finished(self) -> JudgedRows:
        listed = [name for name in group_names() if name in self._groups]
        others = sorted(self._groups.keys() - set(listed))
        return JudgedRows(
            policy=self._policy,
            values={column: np.array(data) for column, data in self._values.items()},
            labels={name: np.array(data) for name, data in sorted(self._labels.items())},
            kinds=np.array(self._kinds, dtype=np.int64),
            outcomes=np.array(self._outcomes, dtype=np.int64),
            clauses=self._flags(self._clauses),
            reasons=self._flags(self._reasons),
            sources=self._flags(dict(sorted(self._sources.items()))),
            groups=self._flags({group: self._groups[group] for group in listed + others}),
            refused=self._refused,
        )

    def _flags(self, places: "Mapping[str, array[int]]") -> dict[str, Flags]:
        return {name: _flagged(self._count, where) for name, where in places.items()}


def _append(columns: "dict[Key, array[float]]", row: Mapping[Key, float], rows_before: int) -> None:
    """Add the row to all columns; a column that is new was empty (NaN) in the rows before."""
    for key in row:
        if key not in columns:
            columns[key] = array("d", [np.nan]) * rows_before
    for key, column in columns.items():
        column.append(row.get(key, np.nan))


def _flagged(rows: int, where: "array[int]") -> Flags:
    flags = np.zeros(rows, dtype=np.bool_)
    flags[np.array(where, dtype=np.int64)] = True
    return flags


def _groups_of(row: LabelledRow, columns: Collection[str]) -> Iterator[str]:
    """Yield the groups that the text names and those that the row's own columns put it in.

    A column of numbers in [0, 1], as data sets with labelled identities have it, is a group of its
    name from SEEN_AT on; any other value of a column is a group.
    """
    yield from named_groups(row.text)
    for column in columns:
        cell = row.facets.get(column, "")
        share = _share(cell)
        if share is None and cell:
            yield f"{column}: {cell}"
        elif share is not None and share >= SEEN_AT:
            yield column


def _share(cell: str) -> float | None:
    try:
        share = float(cell)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
