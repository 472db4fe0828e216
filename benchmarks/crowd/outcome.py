"""What a crowd met with: figures by kind, and what it cost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.crowd.records import KINDS, Record, Waits, waits

FEW = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request. `refused` are right refusals; `errors` everything else unexpected."""

    kind: str
    count: int
    errors: int
    refused: int
    not_modified: int
    waits: Waits


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole run. `cpu` is seconds by process; `decided` counts from the POST's due time."""

    machine: Mapping[str, str]
    rate: float
    seconds: float
    processes: int
    kinds: tuple[Kind, ...]
    cpu: Mapping[str, float]
    posted: int
    undecided: int
    decided: Waits
    errors: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not self.errors and not self.undecided

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def kinds_of(records: Sequence[Record]) -> tuple[Kind, ...]:
    """Return the kinds that were asked for."""
    found = ([r for r in records if r.kind == name] for name in KINDS)
    return tuple(_kind(of_kind) for of_kind in found if of_kind)


def errors_of(records: Sequence[Record]) -> tuple[str, ...]:
    """Return a sentence for each of the first errors: 0 is no answer at all."""
    wrong = [r for r in records if not r.is_good and not r.is_refusal]
    told = [f"{r.kind}: {r.status} {' '.join(r.note.split())}" for r in wrong[:FEW]]
    return (*told, f"and {len(wrong) - FEW} more") if len(wrong) > FEW else tuple(told)


def _kind(records: Sequence[Record]) -> Kind:
    refused = sum(r.is_refusal for r in records)
    return Kind(
        kind=records[0].kind,
        count=len(records),
        errors=sum(not r.is_good for r in records) - refused,
        refused=refused,
        not_modified=sum(r.status == 304 for r in records),
        waits=waits([r.ended - r.due for r in records]),
    )


def markdown(outcome: Outcome) -> str:
    """Return the tables."""
    machine = "; ".join(f"{name}: {value}" for name, value in outcome.machine.items())
    told = (
        f"{outcome.rate:g} visits a second for {outcome.seconds:.0f} s, one web process, "
        f"{outcome.processes} judging. Milliseconds count from when a request was due."
    )
    return "\n".join([machine, "", told, "", *_kinds(outcome), "", *_cpu(outcome), ""])


def _kinds(outcome: Outcome) -> Iterator[str]:
    yield "| kind | requests | errors | refused | 304 | p50 | p95 | p99 | max |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for kind in outcome.kinds:
        counts = f"{kind.count} | {kind.errors} | {kind.refused} | {kind.not_modified}"
        yield f"| {kind.kind} | {counts} | {_cells(kind.waits)} |"
    decided, undecided = outcome.decided, outcome.undecided
    yield f"| POST to decision | {decided.count} | {undecided} | | | {_cells(decided)} |"


def _cpu(outcome: Outcome) -> Iterator[str]:
    yield "| process | CPU, s | of one core |"
    yield "| --- | ---: | ---: |"
    for name, seconds in outcome.cpu.items():
        yield f"| {name} | {seconds:.1f} | {seconds / outcome.seconds:.1%} |"


def _cells(found: Waits) -> str:
    values = (found.p50_ms, found.p95_ms, found.p99_ms, found.max_ms)
    return " | ".join("" if value is None else f"{value:,.0f}" for value in values)
