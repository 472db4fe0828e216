"""What became of each request, and what it is counted as."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import fmean

from benchmarks.crowd.client import Answer, Client, Request

# What a request of each kind may be answered with.
GOOD = {
    "comments": {200, 304},
    "article page": {200, 304},
    "replies": {200, 304},
    "changes": {200, 304},
    "post": {202},
    "reaction": {204},
    "report": {200, 201},
    "own comment": {200},
    "own decision": {200},
    "sign-in": {200, 302},
    "queue": {200},
    "review page": {200},
    "decision": {302},
}
# What is refused with good reason: too often, the same twice, somebody was faster, gone meanwhile.
REFUSED = {
    "post": {409, 429},
    "reaction": {404, 409, 410, 429},
    "report": {404, 409, 410, 429},
    "own decision": {404},  # not judged yet
    "decision": {412},
}
KINDS = tuple(GOOD)


@dataclass(frozen=True, slots=True)
class Record:
    """One request, in monotonic seconds: when it was due, and its answer complete."""

    kind: str
    due: float
    ended: float
    status: int
    note: str = ""

    @property
    def is_good(self) -> bool:
        return self.status in GOOD[self.kind]

    @property
    def is_refusal(self) -> bool:
        return self.status in REFUSED.get(self.kind, ())


@dataclass(slots=True)
class Records:
    """Asks, and keeps what came of it. `posted` has when each comment's POST was due."""

    client: Client
    all: list[Record] = field(default_factory=list)
    posted: dict[str, float] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, request: Request, due: float | None = None) -> Answer:
        """Return the answer. What follows another request is due when it is sent."""
        began = time.monotonic() if due is None else due
        answer = self.client.ask(request)
        note = answer.text[:200] if answer.status not in GOOD[request.kind] else ""
        record = Record(request.kind, began, time.monotonic(), answer.status, note)
        with self._guard:
            self.all.append(record)
        return answer


@dataclass(frozen=True, slots=True)
class Waits:
    """How long so many waited, in milliseconds; None where there was nobody."""

    count: int
    mean_ms: float | None
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None


def waits(seconds: Sequence[float]) -> Waits:
    """Return the quantiles: the smallest value that so large a share did not exceed."""
    ordered = sorted(seconds)
    if not ordered:
        return Waits(0, None, None, None, None, None)
    at = (ordered[ceil(share * len(ordered)) - 1] * 1000 for share in (0.5, 0.95, 0.99, 1))
    return Waits(len(ordered), 1000 * fmean(ordered), *at)
