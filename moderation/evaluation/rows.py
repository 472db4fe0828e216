"""Which labelled rows are evaluated: files, a split, a sample. Read twice, kept never."""

import csv
import random
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.evaluation.extra import EvaluationRefused
from moderation.labelled_rows import LabelledRow, RowRefused, read_rows


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of the files, all or those of a split, all or a random sample of `limit` of them."""

    files: tuple[Path, ...]
    split: str | None = None
    limit: int | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """What is there before anything is judged.

    `chosen` are the positions of the sampled rows within the split, None where all count;
    `labelled` counts the rows with a label by attribute.
    """

    rows: int
    labelled: dict[str, int]
    sources: dict[str, int]
    facets: frozenset[str]
    chosen: frozenset[int] | None


def survey(selection: Selection, attributes: Collection[str]) -> Survey:
    """Read all files once. Raises EvaluationRefused for an unreadable file, for no row at all, and
    where no row has a label for any of the attributes.
    """
    total = sum(1 for _ in _in_split(selection, attributes))
    chosen = _sample(total, selection)
    labelled: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    facets: set[str] = set()
    rows = 0
    for row in _chosen(selection, attributes, chosen):
        rows += 1
        labelled.update(row.labels.keys())
        sources[row.source] += 1
        facets |= row.facets.keys()
    _refuse_useless(selection, attributes, rows, labelled, facets)
    return Survey(rows, dict(labelled), dict(sources), frozenset(facets), chosen)


def selected(
    selection: Selection, found: Survey, attributes: Collection[str]
) -> Iterator[LabelledRow]:
    """Yield the rows that the survey counted, in the order of files and rows."""
    return _chosen(selection, attributes, found.chosen)


def _sample(total: int, selection: Selection) -> frozenset[int] | None:
    if selection.limit is None or selection.limit >= total:
        return None
    # No secret: the seed is there so that others get the same rows.
    return frozenset(random.Random(selection.seed).sample(range(total), selection.limit))  # noqa: S311


def _chosen(
    selection: Selection, attributes: Collection[str], chosen: frozenset[int] | None
) -> Iterator[LabelledRow]:
    rows = _in_split(selection, attributes)
    return rows if chosen is None else (row for i, row in enumerate(rows) if i in chosen)


def _in_split(selection: Selection, attributes: Collection[str]) -> Iterator[LabelledRow]:
    for path in selection.files:
        for row in _read(path, attributes):
            if selection.split is None or row.split == selection.split:
                yield row


def _read(path: Path, attributes: Collection[str]) -> Iterator[LabelledRow]:
    try:
        yield from read_rows(path, attributes)
    except RowRefused as error:
        raise EvaluationRefused(str(error)) from error
    except OSError as error:
        raise EvaluationRefused(f"{path}: {error.strerror or error}.") from error
    except (UnicodeDecodeError, csv.Error, EOFError, zlib.error) as error:
        raise EvaluationRefused(f"{path} cannot be read: {error}.") from error


def _refuse_useless(
    selection: Selection,
    attributes: Collection[str],
    rows: int,
    labelled: Collection[str],
    facets: Collection[str],
) -> None:
    names = ", ".join(path.name for path in selection.files)
    if not rows:
        where = f" in the split “{selection.split}”" if selection.split is not None else ""
        raise EvaluationRefused(f"{names}: there is no row{where}.")
    if not labelled:
        columns = f" Other columns: {', '.join(sorted(facets))}." if facets else ""
        raise EvaluationRefused(
            f"{names}: no row has a label of an attribute that is produced here "
            f"({', '.join(sorted(attributes))}).{columns}"
        )
