"""CPU seconds of each process for a request of each kind."""

import random
import time
from collections.abc import Callable, Mapping, Sequence

from benchmarks.cpu import Meter, used
from benchmarks.crowd.client import Answer, Client, Request
from benchmarks.crowd.outcome import errors_of
from benchmarks.crowd.records import Records
from benchmarks.crowd.scene import Scene
from benchmarks.crowd.visits import (
    look_for_changes,
    post,
    react,
    read_comments,
    read_page,
    read_replies,
    report,
)
from benchmarks.options import Options
from benchmarks.service import service

Seconds = dict[str, float]

UNCHANGED = "unchanged (304)"
# The first ones compile and connect.
WARMING = 3
VISITS = {
    "comments": read_comments,
    "article page": read_page,
    "replies": read_replies,
    "changes": look_for_changes,
    "reaction": react,
    "report": report,
}


class MeteredRecords(Records):
    """Reads the meter around each request, for the few dear ones, and keeps the uses by kind."""

    def __init__(self, client: Client, meter: Meter) -> None:
        super().__init__(client)
        self.by_kind: dict[str, list[Seconds]] = {}
        self._meter = meter

    def ask(self, request: Request, due: float | None = None) -> Answer:
        before = self._meter.read()
        answer = super().ask(request, due)
        self.by_kind.setdefault(request.kind, []).append(used(before, self._meter.read()))
        return answer


def each(uses: Sequence[Mapping[str, float]]) -> Seconds:
    """Return the mean."""
    return {name: sum(use[name] for use in uses) / len(uses) for name in uses[0]}


def of_readers(
    options: Options, scene: Scene, drawn: random.Random
) -> tuple[dict[str, Seconds], tuple[str, ...]]:
    """Return seconds a request, and errors; no worker runs, so all that is posted waits."""
    with service(scene.articles[0], processes=0) as running:
        client, meter = Client(running.port), running.meter()
        records = Records(client)
        etag = client.ask(Request("comments", "GET", scene.articles[0])).headers["ETag"]
        same = Request("comments", "GET", scene.articles[0], {"If-None-Match": etag})

        def seconds(once: Callable[[], object]) -> Seconds:
            return _seconds(meter, once, options.comments)

        def visiting(visit: Callable[..., None]) -> Callable[[], None]:
            def once() -> None:
                # As somebody who was never here: the whole answer.
                scene.etags.clear()
                scene.sequences.clear()
                visit(scene, records, drawn, time.monotonic())

            return once

        found = {UNCHANGED: seconds(lambda: records.ask(same))}
        found |= {kind: seconds(visiting(visit)) for kind, visit in VISITS.items()}
        found["post"] = seconds(visiting(post))
        own = [
            Request("own comment", "GET", f"/api/v1/comments/{comment}/", reader)
            for comment, reader in scene.own.items()
        ]
        found["own comment"] = seconds(lambda: records.ask(drawn.choice(own)))
        client.close()
    # Nothing is judged yet; a statement of reasons costs about what the comment does.
    found["own decision"] = found["own comment"]
    return found, errors_of(records.all)


def _seconds(meter: Meter, once: Callable[[], object], times: int) -> Seconds:
    for _ in range(WARMING):
        once()
    before = meter.read()
    for _ in range(times):
        once()
    return {name: spent / times for name, spent in used(before, meter.read()).items()}
