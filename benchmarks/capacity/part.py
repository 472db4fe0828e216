"""The part `capacity`: measures what the simulation and docs/scaling.md reckon with.

CPU seconds, since other work on the machine moves them less than it does waiting.
"""

import random
import time
from collections.abc import Mapping
from typing import Any

from benchmarks.capacity import disk
from benchmarks.capacity.judging import judged, postpone
from benchmarks.capacity.requests import MeteredRecords, each, of_readers
from benchmarks.capacity.table import markdown
from benchmarks.cpu import Meter, used
from benchmarks.crowd.client import Client
from benchmarks.crowd.desk import at_the_desk
from benchmarks.crowd.outcome import errors_of
from benchmarks.crowd.records import Records
from benchmarks.crowd.scene import Scene
from benchmarks.options import Options
from benchmarks.report import write_as
from benchmarks.service import service
from moderation.models import Screening

SEED = 4_711
IDLE_SECONDS = 12.0


def measure(options: Options, facts: dict[str, str]) -> int:
    """Write capacity.md and capacity.json; return 1 when a request failed, else 0."""
    empty = disk.bytes_by_group()
    scene = Scene.set_up(options, posts=3 * options.comments)
    drawn = random.Random(SEED)
    requests, errors = of_readers(options, scene, drawn)
    postpone()
    with service(scene.articles[0], processes=1) as running:
        client, meter = Client(running.port), running.meter()
        idle = _idle(meter, IDLE_SECONDS if options.seconds >= 0.5 else options.seconds)
        records = Records(client)
        judging = judged(options, meter, records, scene, drawn, requests["post"], idle)
        at_desk = MeteredRecords(client, meter)
        for _ in range(max(2, options.comments // 20)):
            at_the_desk(scene, at_desk, drawn, time.monotonic())
        client.close()
    requests |= {kind: each(uses) for kind, uses in at_desk.by_kind.items()}
    stored = Screening.objects.count()
    figures: dict[str, Any] = {
        "machine": facts,
        "requests": requests,
        "judging": judging,
        "idle": idle,
        "disk": disk.grown(empty, disk.bytes_by_group(), stored),
        "comments": stored,
    }
    write_as(options.results, "capacity", figures, markdown(figures))
    print(markdown(figures))
    errors = (*errors, *errors_of([*records.all, *at_desk.all]))
    for error in errors:
        print(f"Error: {error}")
    return 1 if errors else 0


def _idle(meter: Meter, seconds: float) -> Mapping[str, float]:
    """Return the share of a core that each process uses when nobody asks for anything."""
    before = meter.read()
    time.sleep(seconds)
    return {name: spent / seconds for name, spent in used(before, meter.read()).items()}
