"""One evaluation from its request to its report: every scorer on the same rows."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from moderation.evaluation.collecting import Collector
from moderation.evaluation.examples import Examples
from moderation.evaluation.extra import EvaluationRefused
from moderation.evaluation.judged import JudgedRows
from moderation.evaluation.judging import judged_one_by_one, ruled_attributes
from moderation.evaluation.markdown import as_markdown
from moderation.evaluation.plots import write_plots
from moderation.evaluation.report import Data, DataFile, Report, as_json, scorer_figures
from moderation.evaluation.rows import Selection, Survey, selected, survey
from moderation.evaluation.side_by_side import compare
from moderation.evaluation.standard import Standard, open_judge, produced_by
from moderation.judge import Judge
from moderation.scoring.base import ScorerUnavailable

Say = Callable[[str], None]
Item = TypeVar("Item")
PROGRESS_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Bench:
    """What every scorer is measured on."""

    selection: Selection
    standard: Standard
    group_columns: tuple[str, ...] = ()
    examples: int = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """One scorer's rows; `seconds` is what judging them took, on one thread."""

    spec: str
    judge: Judge
    rows: JudgedRows
    examples: Examples
    found: Survey
    seconds: float


def measure(bench: Bench, spec: str, say: Say) -> Measured:
    """Judge the rows with the scorer of the spec. Raises EvaluationRefused."""
    judge = open_judge(spec, bench.standard.policy)
    attributes = ruled_attributes(bench.standard.policy).union(produced_by(judge))
    found = survey(bench.selection, attributes)
    if missing := [name for name in bench.group_columns if name not in found.facets]:
        raise EvaluationRefused(f"No row has a column {', '.join(missing)}.")
    collector = Collector(bench.standard.policy, bench.group_columns, bench.examples)
    rows = _reported(selected(bench.selection, found, attributes), found.rows, say)
    began = time.perf_counter()
    try:
        for judged in judged_one_by_one(rows, judge, bench.standard):
            collector.add(judged)
    except ScorerUnavailable as error:
        raise EvaluationRefused(str(error)) from error
    seconds = time.perf_counter() - began
    return Measured(spec, judge, collector.finished(), collector.examples, found, seconds)


def report_of(bench: Bench, measured: list[Measured], seed: int) -> Report:
    """Return the report over all scorers, each further one beside the first."""
    first = measured[0]
    return Report(
        data=data_of(bench.selection, first.found),
        policy=bench.standard.origin,
        scorers=tuple(
            scorer_figures(m.spec, m.judge.scorer.producer, m.rows, m.examples, seed)
            for m in measured
        ),
        comparisons=tuple(
            compare(first.rows, other.rows, (first.spec, other.spec), seed)
            for other in measured[1:]
        ),
    )


def write_report(folder: Path, report: Report, measured: list[Measured]) -> None:
    """Write report.json, report.md and the plots into the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(as_json(report), encoding="utf-8")
    (folder / "report.md").write_text(as_markdown(report), encoding="utf-8")
    for number, (m, figures) in enumerate(zip(measured, report.scorers, strict=True), start=1):
        write_plots(folder, f"scorer-{number}", m.rows, figures)


def data_of(selection: Selection, found: Survey) -> Data:
    files = tuple(DataFile(path.name, _sha256(path)) for path in selection.files)
    return Data(
        files=files,
        split=selection.split,
        limit=selection.limit,
        seed=selection.seed,
        rows=found.rows,
        sources=dict(sorted(found.sources.items())),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reported(items: Iterable[Item], total: int, say: Say) -> Iterator[Item]:
    for number, item in enumerate(items, start=1):
        yield item
        if number % PROGRESS_ROWS == 0 or number == total:
            say(f"{number:,} of {total:,} rows judged")
