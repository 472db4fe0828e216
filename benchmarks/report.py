"""The results of a run: a table to read, and the same as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.rounds import Measured, Row

HEAD = (
    "| what | unit | product | limit | limit is | ratio | product p50 / p99, ms "
    "| limit p50 / p99, ms |"
)
RULE = "| --- | --- | ---: | ---: | --- | --- | ---: | ---: |"


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured on which machine."""

    machine: dict[str, str]
    rounds: int
    rows: tuple[Row, ...]


def write(report: Report, folder: Path) -> None:
    """Write latest.md and latest.json."""
    write_as(folder, "latest", asdict(report), markdown(report))


def write_as(folder: Path, name: str, figures: dict[str, Any], table: str) -> None:
    """Write both forms of a result under that name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(table, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def markdown(report: Report) -> str:
    """Return the table with the machine's facts above it."""
    machine = "; ".join(f"{name}: {value}" for name, value in report.machine.items())
    told = (
        f"Medians of {report.rounds} rounds, product and limit in turn; ratio: median (lowest to "
        "highest) of the rounds. Only ratios can be compared between runs."
    )
    return "\n".join([machine, "", told, "", HEAD, RULE, *_lines(report), ""])


def _lines(report: Report) -> Iterator[str]:
    for row in report.rows:
        low, high = row.ratios
        cells = [
            f"{row.part}: {row.what}",
            row.unit,
            _rate(row.product),
            _rate(row.limit),
            row.limit_is,
            f"{row.ratio:.3f} ({low:.3f} to {high:.3f})",
            _latencies(row.product),
            _latencies(row.limit),
        ]
        yield f"| {' | '.join(cells)} |"


def _rate(measured: Measured) -> str:
    return f"{measured.per_second:,.0f}"


def _latencies(measured: Measured) -> str:
    if measured.p50_ms is None or measured.p99_ms is None:
        return ""
    return f"{measured.p50_ms:.2f} / {measured.p99_ms:.2f}"
