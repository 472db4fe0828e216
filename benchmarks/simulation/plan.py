"""What so many comments a day need: cores at the worst hour, processes, disk, core-hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from benchmarks.capacity.requests import UNCHANGED
from benchmarks.crowd.visits import MIX, SEEN_BEFORE
from benchmarks.simulation.costs import Costs
from benchmarks.simulation.setup import POST, day

TIERS = ("web", "worker", "database", "broker")
# A process is planned to be busy for so much of the worst hour: beyond it, waiting grows fast.
PLANNED_LOAD = 0.6
# How full claims are where many wait; a claim costs the same for one comment as for all of these.
COMMENTS_A_CLAIM = 8
# What each visit asks for, in kinds of requests; those that may come again ask conditionally.
VISITS: Mapping[str, tuple[str, ...]] = {
    "read_comments": ("comments",),
    "read_page": ("article page",),
    "read_replies": ("replies",),
    "look_for_changes": ("changes",),
    "post": (POST,),
    "react": ("reaction",),
    "report": ("report",),
    "look_at_own": ("own comment", "own decision"),
    "at_the_desk": ("queue", "review page", "decision"),
}
CONDITIONAL = ("comments", "article page", "replies")


@dataclass(frozen=True, slots=True)
class Plan:
    """Rates are of the worst hour; `cores` are kept busy then, `processes` are to be started."""

    comments_a_day: float
    posts_a_second: float
    requests_a_second: float
    cores: Mapping[str, float]
    processes: Mapping[str, int]
    gigabytes_a_day: float
    busy_core_hours_a_day: float
    started_core_hours_a_day: float


def requests_a_post() -> dict[str, float]:
    """Return how many requests of each kind the crowd makes for each comment that it posts."""
    posts = next(share for visit, share in MIX.items() if visit.__name__ == POST)
    found: dict[str, float] = {}
    for visit, share in MIX.items():
        for kind in VISITS[visit.__name__]:
            again = SEEN_BEFORE if kind in CONDITIONAL else 0.0
            found[kind] = found.get(kind, 0.0) + share / posts * (1 - again)
            found[UNCHANGED] = found.get(UNCHANGED, 0.0) + share / posts * again
    return found


def seconds_a_post(costs: Costs) -> dict[str, float]:
    """Return CPU seconds by tier of one comment, its judgement, and all that is asked beside it."""
    asked = requests_a_post()
    return {tier: sum(_parts(costs, asked, tier)) for tier in TIERS}


def plan(costs: Costs, comments: float, *, times: float = 10.0) -> Plan:
    """Return what a day of so many comments needs, of which one hour has `times` the mean."""
    each = seconds_a_post(costs)
    posts = max(rate for _, rate in day(comments, times=times))
    cores = {tier: posts * seconds for tier, seconds in each.items()}
    processes = {tier: ceil(busy / PLANNED_LOAD) for tier, busy in cores.items()}
    return Plan(
        comments_a_day=comments,
        posts_a_second=posts,
        requests_a_second=posts * sum(requests_a_post().values()),
        cores=cores,
        processes=processes,
        gigabytes_a_day=comments * sum(costs.disk.values()) / 1e9,
        busy_core_hours_a_day=comments * sum(each.values()) / 3600,
        started_core_hours_a_day=24.0 * sum(processes.values()),
    )


def _parts(costs: Costs, asked: Mapping[str, float], tier: str) -> Iterator[float]:
    for kind, count in asked.items():
        yield count * costs.requests.get(kind, {}).get(tier, 0.0)
    yield costs.comment.get(tier, 0.0) + costs.claim.get(tier, 0.0) / COMMENTS_A_CLAIM
