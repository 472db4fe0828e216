"""The part `crowd`: sets the scene, lets the crowd come, and says what it met with."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks import machine
from benchmarks.cpu import used
from benchmarks.crowd.client import Client, Request
from benchmarks.crowd.clock import let_come, planned
from benchmarks.crowd.outcome import Outcome, errors_of, kinds_of, markdown
from benchmarks.crowd.records import Record, Records, waits
from benchmarks.crowd.scene import Scene
from benchmarks.crowd.visits import post
from benchmarks.options import Options
from benchmarks.report import write_as
from benchmarks.service import service
from moderation.models import Screening

SEED = 20_261_130
# After the last POST, for what still waits.
JUDGE_SECONDS = 120.0
LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Judged:
    """A comment of the crowd's: when its POST was due, and the seconds until its decision."""

    due: float
    waited: float
    estimated_tokens: int


@dataclass(frozen=True, slots=True)
class Come:
    """A crowd that has come, in monotonic seconds; `rivals` are the machine's other processes that
    wanted to run.
    """

    began: float
    rivals: float
    records: list[Record]
    judged: list[Judged]
    outcome: Outcome


def measure(options: Options, facts: dict[str, str]) -> int:
    """Write crowd.md and crowd.json; return 1 when there was any error, else 0."""
    outcome = come(options, facts).outcome
    write_as(options.results, "crowd", outcome.as_json(), markdown(outcome))
    for error in outcome.errors:
        print(f"Error: {error}")
    return 0 if outcome.is_clean else 1


def come(options: Options, facts: Mapping[str, str]) -> Come:
    """Let the crowd come to a service of its own, and wait until all it wrote is decided."""
    plan = planned(options.rate, options.minutes * 60, seed=SEED)
    scene = Scene.set_up(options, posts=sum(one.visit is post for one in plan))
    with service(scene.articles[0], processes=options.processes) as running:
        client, meter = Client(running.port), running.meter()
        records = Records(client)
        for path in (*scene.articles, *scene.pages):
            client.ask(Request("comments", "GET", path))  # compiles templates, opens connections
        rivals, before, began = machine.runnable(), meter.read(), time.monotonic()
        seconds = let_come(plan, scene, records)
        cpu = used(before, meter.read())
        judged = _judged(records)
        client.close()
    outcome = Outcome(
        machine={**facts, "load at its end": machine.load()},
        rate=options.rate,
        seconds=seconds,
        processes=options.processes,
        kinds=kinds_of(records.all),
        cpu=cpu,
        posted=len(records.posted),
        undecided=len(records.posted) - len(judged),
        decided=waits([one.waited for one in judged]),
        errors=errors_of(records.all),
    )
    return Come(began, rivals, records.all, judged, outcome)


def _judged(records: Records) -> list[Judged]:
    """Return what is decided, once nothing waits any more."""
    ours = Screening.objects.filter(revision__comment__public_id__in=list(records.posted))
    limit = time.monotonic() + JUDGE_SECONDS
    while ours.filter(finished_at=None).exists() and time.monotonic() < limit:
        time.sleep(LOOK_SECONDS)
    # The database and this process share a clock: what one calls Unix time is the other's.
    unix = time.time() - time.monotonic()
    return [
        Judged(due, at.timestamp() - unix - due, estimated)
        for of, at, estimated in ours.values_list(
            "revision__comment__public_id", "finished_at", "estimated_tokens"
        )
        if at is not None
        for due in [records.posted[str(of)]]
    ]
