"""`python -m benchmarks.simulate`: what the measured costs mean, in waiting, machines and money.

Reads capacity.json of the results, and writes scaling.md and scaling.json. Starts nothing and is
the same each time.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import django

# What a claim takes is asked of the product itself.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")
django.setup()

from benchmarks.options import RESULTS  # noqa: E402
from benchmarks.report import write_as  # noqa: E402
from benchmarks.simulation.costs import Costs  # noqa: E402
from benchmarks.simulation.plan import TIERS, Plan, plan  # noqa: E402
from benchmarks.simulation.run import Result, simulate  # noqa: E402
from benchmarks.simulation.setup import POST, Setup, steady  # noqa: E402

LOADS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 1.1)
NEWSPAPER = 2_000_000
SITES = 100
# The order of magnitude of a large cloud's list price, in US dollars: an assumption.
CORE_HOUR_DOLLARS = 0.05


@dataclass(frozen=True, slots=True)
class Step:
    """A load, as the share of what two cores can do with nothing but posting and judging."""

    load: float
    posts_a_second: float
    result: Result


def main(arguments: list[str]) -> int:
    """Write both files and print the tables; return the exit code."""
    parser = ArgumentParser(prog="python -m benchmarks.simulate", description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the results")
    parser.add_argument("--seconds", type=float, default=300, help="of each load (300)")
    asked = parser.parse_args(arguments)
    costs = Costs.read(asked.results / "capacity.json")
    steps = [_step(costs, load, asked.seconds) for load in LOADS]
    plans = [plan(costs, NEWSPAPER), plan(costs, SITES * NEWSPAPER)]
    table = "\n".join(_lines(costs, steps, plans))
    figures = {
        "costs": dict(costs.machine),
        "steps": [asdict(step) for step in steps],
        "plans": [asdict(each) for each in plans],
        "core_hour_dollars": CORE_HOUR_DOLLARS,
    }
    write_as(asked.results, "scaling", figures, table)
    print(table)
    return 0


def _step(costs: Costs, load: float, seconds: float) -> Step:
    setup = Setup(cores=2, workers=2)
    each = sum(costs.requests[POST].get(tier, 0.0) for tier in TIERS)
    each += sum(costs.comment.values()) + sum(costs.claim.values()) / setup.claim_rows
    rate = load * setup.cores / each
    arrivals = steady(rate, seconds, seed=round(1000 * load))
    return Step(load, rate, simulate(setup, costs, arrivals, seconds=seconds))


def _lines(costs: Costs, steps: list[Step], plans: list[Plan]) -> Iterator[str]:
    yield f"From the costs that were measured {costs.machine['measured']}; " + "; ".join(
        f"{name}: {costs.machine[name]}" for name in ("processor", "database")
    )
    yield ""
    yield "| load of two cores | comments/s | p50 | p95 | p99, ms | in a claim | wait at the end |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for step in steps:
        yield _waiting(step)
    yield ""
    yield f"| in the worst hour of a day | one newspaper | {SITES} of them |"
    yield "| --- | ---: | ---: |"
    for name, values in _rows(plans):
        yield f"| {name} | {' | '.join(values)} |"
    yield ""


def _waiting(step: Step) -> str:
    decided, result = step.result.decided, step.result
    cells = [f"{step.load:.0%}", f"{step.posts_a_second:.1f}"]
    cells += [f"{value or 0:,.0f}" for value in (decided.p50_ms, decided.p95_ms, decided.p99_ms)]
    cells += [f"{decided.count / max(1, result.claims):.1f}", f"{result.undecided:,}"]
    return f"| {' | '.join(cells)} |"


def _rows(plans: list[Plan]) -> Iterator[tuple[str, list[str]]]:
    yield "comments a day", [f"{each.comments_a_day:,.0f}" for each in plans]
    yield "comments posted a second", [f"{each.posts_a_second:,.0f}" for each in plans]
    yield "requests a second", [f"{each.requests_a_second:,.0f}" for each in plans]
    for tier in TIERS:
        yield f"{tier}: cores busy", [f"{each.cores[tier]:,.1f}" for each in plans]
    for tier in ("web", "worker"):
        yield f"{tier}: processes", [f"{each.processes[tier]:,}" for each in plans]
    yield "disk, GB a day", [f"{each.gigabytes_a_day:,.0f}" for each in plans]
    yield "disk, TB a year", [f"{each.gigabytes_a_day * 0.365:,.1f}" for each in plans]
    yield "core-hours a day, busy", [f"{each.busy_core_hours_a_day:,.0f}" for each in plans]
    started = [each.started_core_hours_a_day for each in plans]
    yield "core-hours a day, started for the worst hour", [f"{hours:,.0f}" for hours in started]
    yield (
        f"dollars a day at {CORE_HOUR_DOLLARS} a core-hour",
        [f"{hours * CORE_HOUR_DOLLARS:,.0f}" for hours in started],
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
