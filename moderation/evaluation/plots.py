"""The figures as SVG. The same data give the same bytes: no date, no random ids."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from sklearn.metrics import precision_recall_curve, roc_curve

from moderation.evaluation.alarms import GroupFigures
from moderation.evaluation.judged import JudgedRows
from moderation.evaluation.markdown import PLOTS
from moderation.evaluation.metrics import AttributeFigures, known_rows
from moderation.evaluation.report import ScorerFigures

# The palette of Okabe and Ito, which people with any colour vision can tell apart.
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#8C8C00")
_LINES = ("-", "--", ":")
_STYLE: Any = {"svg.hashsalt": "discussion", "svg.fonttype": "none", "font.size": 9}


def write_plots(folder: Path, prefix: str, rows: JudgedRows, figures: ScorerFigures) -> None:
    """Write `<prefix>-<plot>.svg` for each of markdown.PLOTS."""
    ranked = [a.attribute for a in figures.attributes if a.roc_auc.value is not None]
    plots = (
        roc_figure(rows, ranked),
        recall_figure(rows, ranked),
        reliability_figure(figures.attributes),
        groups_figure(figures.groups),
    )
    for name, plot in zip(PLOTS, plots, strict=True):
        write_svg(plot, folder / f"{prefix}-{name}.svg")


def write_svg(figure: Figure, path: Path) -> None:
    with mpl.rc_context(_STYLE):
        figure.savefig(path, format="svg", metadata={"Date": None}, bbox_inches="tight")


def new_axes(title: str, x: str, y: str, height: float = 4.0) -> tuple[Figure, Axes]:
    """Return an empty figure with a grid and named axes."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(6.0, height))
        axes = figure.add_subplot()
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.grid(alpha=0.3)
    return figure, axes


def roc_figure(rows: JudgedRows, attributes: Iterable[str]) -> Figure:
    figure, axes = new_axes("ROC", "share of the others at or above", "share found")
    for number, attribute in enumerate(attributes):
        known = known_rows(rows, attribute)
        others, found, _ = roc_curve(known.positive, known.values)
        _line(axes, number, others, found, attribute)
    return _with_legend(figure, axes)


def recall_figure(rows: JudgedRows, attributes: Iterable[str]) -> Figure:
    figure, axes = new_axes("Precision and recall", "recall", "precision")
    for number, attribute in enumerate(attributes):
        known = known_rows(rows, attribute)
        precision, recall, _ = precision_recall_curve(
            known.positive, known.values, drop_intermediate=True
        )
        _line(axes, number, recall, precision, attribute)
    return _with_legend(figure, axes)


def reliability_figure(attributes: Iterable[AttributeFigures]) -> Figure:
    figure, axes = new_axes("Reliability", "mean value", "share labelled 0.5 or more")
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=0.8)
    for number, attribute in enumerate(attributes):
        means = [part.mean_value for part in attribute.reliability]
        shares = [part.positives.count / part.positives.of for part in attribute.reliability]
        _line(axes, number, means, shares, attribute.attribute, marker="o")
    return _with_legend(figure, axes)


def groups_figure(groups: Sequence[GroupFigures]) -> Figure:
    """Return the gaps with their intervals, a group a line."""
    height = 1.2 + 0.22 * len(groups)
    gap = "gap in false alarms to all harmless, per 1,000"
    figure, axes = new_axes("False alarms where a group is named", gap, "", height)
    axes.axvline(0, color="#999999", linewidth=0.8)
    for place, group in enumerate(groups):
        value, low, high = group.gap.value, group.gap.low, group.gap.high
        if value is not None and low is not None and high is not None:
            axes.plot([1000 * low, 1000 * high], [place, place], color=_COLOURS[0])
            axes.plot([1000 * value], [place], "o", color=_COLOURS[0], markersize=4)
    names = [f"{group.group} ({group.alarms.of:,})" for group in groups]
    axes.set_yticks(range(len(groups)), names)
    axes.invert_yaxis()
    return figure


def _line(axes: Axes, number: int, x: ArrayLike, y: ArrayLike, name: str, marker: str = "") -> None:
    colour, line = _COLOURS[number % len(_COLOURS)], _LINES[number // len(_COLOURS) % len(_LINES)]
    axes.plot(x, y, color=colour, linestyle=line, label=name, linewidth=1.2, marker=marker)


def _with_legend(figure: Figure, axes: Axes) -> Figure:
    if axes.get_legend_handles_labels()[0]:
        axes.legend(fontsize=7)
    return figure
