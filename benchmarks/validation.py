"""The part `validation`: a crowd that is measured, and the same arrivals simulated."""

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.capacity.requests import UNCHANGED
from benchmarks.crowd.outcome import Outcome
from benchmarks.crowd.part import Come, come
from benchmarks.crowd.records import Waits
from benchmarks.options import Options
from benchmarks.report import write_as
from benchmarks.simulation.costs import Costs
from benchmarks.simulation.run import Result, simulate
from benchmarks.simulation.setup import POST, Arrival, Setup

# The simulation is believed while it is no further off.
MOST_OFF = 0.2
# After the last arrival, for what still waits.
AFTERWARDS_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One quantile of the wait from POST to decision, measured and simulated."""

    quantile: str
    measured_ms: float
    simulated_ms: float

    @property
    def off(self) -> float:
        """By what share of the measured one the simulated one is off."""
        return self.simulated_ms / self.measured_ms - 1


def measure(options: Options, facts: dict[str, str]) -> int:
    """Write validation.md and validation.json; return 1 when p50 or p95 is too far off."""
    costs = Costs.read(options.results / "capacity.json")
    if costs.machine["database"] != facts["database"]:
        print(f"Not validated: the costs are of {costs.machine['database']}.")
        return 1
    crowd = come(options, facts)
    setup = Setup(cores=os.cpu_count() or 1, workers=options.processes, others=round(crowd.rivals))
    arrivals = arrivals_of(crowd)
    seconds = arrivals[-1].at + AFTERWARDS_SECONDS
    result = simulate(setup, costs, arrivals, seconds=seconds)
    compared = compare(crowd.outcome.decided, result.decided)
    figures: dict[str, Any] = {
        "machine": dict(crowd.outcome.machine),
        "costs": dict(costs.machine),
        "setup": asdict(setup),
        "rate": options.rate,
        "compared": [{**asdict(each), "off": each.off} for each in compared],
        "measured": crowd.outcome.as_json(),
        "simulated": {"decided": asdict(result.decided), "undecided": result.undecided},
    }
    table = "\n".join(_lines(crowd.outcome, result, setup, compared))
    write_as(options.results, "validation", figures, table)
    print(table)
    return 0 if compared and all(abs(each.off) < MOST_OFF for each in compared) else 1


def arrivals_of(crowd: Come) -> list[Arrival]:
    """Return what came, as it was due; what was refused cost next to nothing."""
    answered = [
        Arrival(r.due - crowd.began, UNCHANGED if r.status == 304 else r.kind)
        for r in crowd.records
        if r.kind != POST and r.is_good
    ]
    posted = [Arrival(one.due - crowd.began, POST, one.estimated_tokens) for one in crowd.judged]
    return sorted([*answered, *posted], key=lambda arrival: arrival.at)


def compare(measured: Waits, simulated: Waits) -> list[Compared]:
    """Return both quantiles that are held to each other; none where nothing was decided."""
    pairs = {
        "p50": (measured.p50_ms, simulated.p50_ms),
        "p95": (measured.p95_ms, simulated.p95_ms),
    }
    return [Compared(name, one, two) for name, (one, two) in pairs.items() if one and two]


def _lines(
    outcome: Outcome, result: Result, setup: Setup, compared: list[Compared]
) -> Iterator[str]:
    yield "; ".join(f"{name}: {value}" for name, value in outcome.machine.items())
    yield ""
    yield (
        f"{outcome.rate:g} visits a second for {outcome.seconds:.0f} s on {setup.cores} cores, "
        f"{outcome.decided.count} comments decided ({result.decided.count} simulated), "
        f"{setup.workers} judging, {setup.others} other busy processes on the machine."
    )
    yield ""
    yield "| POST to decision | measured, ms | simulated, ms | off |"
    yield "| --- | ---: | ---: | ---: |"
    for each in compared:
        yield (
            f"| {each.quantile} | {each.measured_ms:,.0f} | {each.simulated_ms:,.0f} "
            f"| {each.off:+.0%} |"
        )
    yield ""
