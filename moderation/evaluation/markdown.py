"""A report for people, as Markdown that reads well in a terminal too."""

import json
from collections.abc import Iterable, Iterator, Sequence

from moderation.evaluation.alarms import Cause
from moderation.evaluation.examples import Example
from moderation.evaluation.intervals import Estimate, Share
from moderation.evaluation.report import Report, ScorerFigures
from moderation.evaluation.side_by_side import Comparison

PLOTS = ("roc", "precision-recall", "reliability", "groups")
DEFINITIONS = """\
Every text was judged as a comment is: by the scorer, on its readings of the text, and by all
detectors, under the policy, in the mode `machine`. Brackets hold 95 % intervals: of Wilson for
shares, of a bootstrap over rows for areas and calibration, of Newcombe for gaps.

- **violating**: an attribute that the policy has a rule for is labelled 0.5 or more.
- **harmless**: toxicity is labelled, and every label there is lies below 0.5.
- **unclear**: neither. Such rows count for attributes, not for outcomes.
- **false alarm**: a harmless row that is held or rejected."""


def as_markdown(report: Report) -> str:
    """Return the whole report; texts in it are JSON strings in ASCII, so that no text of a comment
    can format the page or command a terminal.
    """
    return "\n".join(_lines(report)) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, columns padded to the same width."""
    cells = [list(head), *([_cell(cell) for cell in row] for row in rows)]
    widths = [max(3, *(len(row[i]) for row in cells)) for i in range(len(head))]
    lines = [" | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cells]
    yield f"| {lines[0]} |"
    yield f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    yield from (f"| {line} |" for line in lines[1:])
    yield ""


def percent(share: Share) -> str:
    return _figure(share.estimate, 100, 1)


def _lines(report: Report) -> Iterator[str]:
    data = report.data
    yield from ("# Evaluation", "", f"Policy: {report.policy}. Rows: {data.rows:,} of")
    yield from (f"- {file.name} (SHA-256 {file.sha256[:12]}…)" for file in data.files)
    choice = [f"split “{data.split}”"] if data.split is not None else []
    if data.limit is not None:
        choice.append(f"a random sample of at most {data.limit:,}, seed {data.seed}")
    if choice:
        yield from ("", f"Only: {'; '.join(choice)}.")
    yield from ("", DEFINITIONS, "")
    for comparison in report.comparisons:
        yield from _comparison(comparison)
    for number, scorer in enumerate(report.scorers, start=1):
        yield from _scorer(number, scorer)


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield from (f"## {comparison.second} beside {comparison.first}", "")
    yield from table(
        ("attribute", "rows", comparison.first, comparison.second, "gain in ROC-AUC"),
        (
            (d.attribute, f"{d.rows:,}", area(d.first), area(d.second), area(d.gain, signed=True))
            for d in comparison.differences
        ),
    )
    yield from table(
        ("", comparison.first, comparison.second),
        (
            ("false alarms per 1,000 harmless", *map(per_thousand, comparison.false_alarms)),
            ("violating ones stopped, %", *map(percent, comparison.caught)),
        ),
    )
    changed = comparison.changed
    yield from (f"Another outcome: {changed.count:,} of {changed.of:,} rows.", "")


def _scorer(number: int, scorer: ScorerFigures) -> Iterator[str]:
    producer = scorer.producer
    yield f"## {scorer.spec} ({producer.name} {producer.version}, {producer.digest[:12]})"
    if scorer.refused:
        yield from ("", f"{scorer.refused:,} texts cannot be comments and were not judged.")
    plots = ", ".join(f"[{plot}](scorer-{number}-{plot}.svg)" for plot in PLOTS)
    yield from ("", f"Plots: {plots}.", "", "### Attributes", "")
    yield from table(
        ("attribute", "rows", "positive", "ROC-AUC", "average precision", "Brier", "ECE"),
        (
            (
                a.attribute,
                f"{a.rows:,}",
                f"{a.positives:,}",
                *map(area, (a.roc_auc, a.average_precision, a.brier, a.expected_calibration_error)),
            )
            for a in scorer.attributes
        ),
    )
    yield from ("### The policy's thresholds", "")
    yield from table(
        ("clause", "attribute", "threshold", "met", "precision, %", "recall, %"),
        (
            (
                t.clause,
                t.attribute,
                f"{t.threshold} {t.at:g}",
                f"{t.precision.of:,}",
                *map(percent, (t.precision, t.recall)),
            )
            for t in scorer.thresholds
        ),
    )
    yield from _outcomes(scorer)
    yield from _examples(scorer)


def _outcomes(scorer: ScorerFigures) -> Iterator[str]:
    yield from ("### Outcomes", "")
    yield from table(
        ("rows", "published", "held", "rejected"),
        ((c.kind, f"{c.publish:,}", f"{c.hold:,}", f"{c.reject:,}") for c in scorer.outcomes),
    )
    yield f"Violating ones stopped: {percent(scorer.caught)} %."
    yield f"False alarms per 1,000 harmless: {per_thousand(scorer.false_alarms)}."
    yield from ("", "### False alarms", "")
    by_source = scorer.false_alarms_by_source.items()
    yield from table(
        ("source", "harmless", "per 1,000"),
        ((source, f"{share.of:,}", per_thousand(share)) for source, share in by_source),
    )
    yield from _causes("clause or reason", scorer.clauses)
    yield from _causes("producer", scorer.producers)
    yield from ("### False alarms where a group is named", "")
    yield from table(
        ("group", "harmless", "per 1,000", "gap to all harmless, per 1,000"),
        (
            (g.group, f"{g.alarms.of:,}", per_thousand(g.alarms), _figure(g.gap, 1000, 1, "+"))
            for g in scorer.groups
        ),
    )


def _causes(what: str, causes: Sequence[Cause]) -> Iterator[str]:
    yield from table(
        (what, "had part in", "alone"),
        ((cause.name, f"{cause.alarms.count:,}", f"{cause.alone:,}") for cause in causes),
    )


def _examples(scorer: ScorerFigures) -> Iterator[str]:
    for title, examples in (
        ("Highest harmless", scorer.highest_harmless),
        ("Lowest violating", scorer.lowest_violating),
    ):
        if examples:
            yield from (f"### {title}", "")
            yield from map(_example, examples)
            yield ""


def _example(example: Example) -> str:
    # An indented line is code to Markdown: nothing inside it can end it.
    text = json.dumps(example.excerpt)
    return f"    {example.attribute} {example.value:.3f} ({json.dumps(example.source)}): {text}"


def area(estimate: Estimate, *, signed: bool = False) -> str:
    return _figure(estimate, 1, 3, "+" if signed else "")


def per_thousand(share: Share) -> str:
    return _figure(share.estimate, 1000, 1)


def _figure(estimate: Estimate, scale: float, decimals: int, sign: str = "") -> str:
    if estimate.value is None:
        return "n/a"
    value = f"{scale * estimate.value:{sign}.{decimals}f}"
    if estimate.low is None or estimate.high is None:
        return value
    low, high = scale * estimate.low, scale * estimate.high
    return f"{value} [{low:{sign}.{decimals}f}, {high:{sign}.{decimals}f}]"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
