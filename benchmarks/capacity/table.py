"""The figures of a capacity run as tables to read."""

from collections.abc import Iterator, Mapping
from typing import Any

PROCESSES = ("web", "worker", "database", "broker")


def markdown(figures: Mapping[str, Any]) -> str:
    """Return what each kind costs, what lies on the disk, and what an idle service uses."""
    machine = "; ".join(f"{name}: {value}" for name, value in figures["machine"].items())
    return "\n".join([machine, "", *_costs(figures), "", *_disk(figures), "", *_idle(figures), ""])


def _costs(figures: Mapping[str, Any]) -> Iterator[str]:
    yield f"| CPU milliseconds of | {' | '.join(PROCESSES)} |"
    yield f"| --- |{' ---: |' * len(PROCESSES)}"
    for kind, seconds in figures["requests"].items():
        yield f"| {kind} | {_cells(seconds)} |"
    judging = figures["judging"]
    yield f"| judging: each claim | {_cells(judging['claim'])} |"
    tokens, token = judging["tokens"], 1000 * judging["token"]
    yield f"| judging: each comment of {tokens:.0f} tokens | {_cells(judging['comment'])} |"
    yield f"| of that, by the scorer for each token | | {token:.3f} | | |"


def _disk(figures: Mapping[str, Any]) -> Iterator[str]:
    yield f"| on the disk, of {figures['comments']:,} comments | bytes each |"
    yield "| --- | ---: |"
    for name, size in sorted(figures["disk"].items(), key=lambda entry: -entry[1]):
        yield f"| {name} | {size:,.0f} |"
    yield f"| together | {sum(figures['disk'].values()):,.0f} |"


def _idle(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "| idle | of one core |"
    yield "| --- | ---: |"
    for name, share in figures["idle"].items():
        yield f"| {name} | {share:.1%} |"


def _cells(seconds: Mapping[str, float]) -> str:
    return " | ".join(
        f"{1000 * seconds[name]:.2f}" if name in seconds else "" for name in PROCESSES
    )
