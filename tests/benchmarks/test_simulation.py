"""The simulation where the right answer is known: by formulas, by order, by a seed."""

import math
import random

import pytest

from benchmarks.capacity.requests import UNCHANGED
from benchmarks.crowd.records import GOOD
from benchmarks.crowd.visits import MIX, post
from benchmarks.simulation.costs import Costs
from benchmarks.simulation.plan import PLANNED_LOAD, VISITS, plan, requests_a_post
from benchmarks.simulation.run import simulate
from benchmarks.simulation.setup import POST, Arrival, Setup, day, steady, varying

# A request costs nothing and a comment its tokens in seconds: one server and its queue.
SERVER = Costs(token=1.0)
ONE = Setup(cores=1, claim_rows=1, slice_seconds=math.inf)
# A service as it might be measured.
SERVICE = Costs(
    requests={POST: {"web": 0.006, "database": 0.002}, "comments": {"web": 0.001}},
    claim={"worker": 0.01, "database": 0.004},
    comment={"worker": 0.012, "database": 0.004},
    token=0.0001,
    tokens=50.0,
    disk={"texts": 5_000.0, "audit": 10_000.0},
)
RATE = 0.6
SECONDS = 12_000.0


def served_for(drawn_seconds):
    """Poisson arrivals to one server, whose service takes so long."""
    drawn = random.Random(5)
    return [Arrival(one.at, POST, drawn_seconds(drawn)) for one in steady(RATE, SECONDS, seed=6)]


def test_exponential_service_waits_as_the_formula_of_m_m_1_says():
    result = simulate(ONE, SERVER, served_for(lambda drawn: drawn.expovariate(1)), seconds=SECONDS)
    mean = 1 / (1 - RATE)
    # The time in an M/M/1 system is exponential: its quantiles follow from the mean.
    assert result.decided.p50_ms == pytest.approx(1000 * mean * math.log(2), rel=0.1)
    assert result.decided.p95_ms == pytest.approx(1000 * mean * math.log(20), rel=0.1)
    assert result.decided.mean_ms == pytest.approx(1000 * mean, rel=0.1)


def test_fixed_service_waits_as_the_formula_of_m_d_1_says():
    result = simulate(ONE, SERVER, served_for(lambda _: 1.0), seconds=SECONDS)
    assert result.decided.mean_ms == pytest.approx(1000 * (1 + RATE / (2 * (1 - RATE))), rel=0.1)


def test_shared_cores_wait_as_the_formula_of_processor_sharing_says():
    """Requests that share a core by slices: the mean depends on nothing but the load."""
    setup = Setup(cores=1, web_threads=1000, web_processes=1000, slice_seconds=0.05)
    costs = Costs(requests={"comments": {"web": 1.0}})
    result = simulate(setup, costs, steady(RATE, 2000, seed=2, kind="comments"), seconds=2000)
    assert result.answered["comments"].mean_ms == pytest.approx(1000 / (1 - RATE), rel=0.15)


def test_a_seed_gives_the_same_result_and_another_seed_another():
    arrivals = [steady(20, 30, seed=seed) for seed in (1, 1, 2)]
    results = [simulate(Setup(), SERVICE, each, seconds=40) for each in arrivals]
    assert results[0] == results[1]
    assert results[0].decided != results[2].decided


def test_a_queue_grows_when_more_comes_than_is_done():
    result = simulate(Setup(cores=1), SERVICE, steady(60, 60, seed=3), seconds=60)
    waiting = [count for _, count in result.queue]
    assert 0 < waiting[24] < waiting[49] < waiting[99]
    assert result.undecided > 60


def test_a_queue_does_not_grow_when_there_is_room():
    result = simulate(Setup(cores=2), SERVICE, steady(20, 120, seed=3), seconds=120)
    assert max(count for _, count in result.queue) < 20
    assert result.undecided < 5


def test_nothing_is_decided_twice_and_claims_are_fuller_when_many_wait():
    few = simulate(Setup(), SERVICE, steady(5, 60, seed=4), seconds=90)
    many = simulate(Setup(cores=1), SERVICE, steady(40, 60, seed=4), seconds=300)
    for result in (few, many):
        assert result.undecided == 0
    assert many.decided.count / many.claims > 2 * few.decided.count / few.claims


def test_what_a_killed_worker_held_is_decided_after_its_lease_and_nothing_is_lost():
    arrivals = steady(30, 30, seed=8)
    calm = simulate(Setup(cores=1), SERVICE, arrivals, seconds=200)
    killed = simulate(Setup(cores=1, kills=(15.0,)), SERVICE, arrivals, seconds=200)
    assert killed.undecided == calm.undecided == 0
    assert calm.decided.max_ms < 45_000 < killed.decided.max_ms


def test_without_hints_the_sweep_finds_the_work():
    result = simulate(Setup(lost=1.0), SERVICE, steady(5, 60, seed=9), seconds=90)
    assert result.undecided == 0
    assert 3_000 < result.decided.p50_ms < result.decided.max_ms < 12_000


def test_others_on_the_machine_make_everybody_wait():
    arrivals = steady(10, 30, seed=1)
    alone = simulate(Setup(), SERVICE, arrivals, seconds=40)
    beside = simulate(Setup(others=6), SERVICE, arrivals, seconds=40)
    assert beside.decided.p50_ms > 1.5 * alone.decided.p50_ms


def test_a_day_has_all_its_comments_and_its_worst_hour_ten_times_the_mean():
    rates = day(2_400_000)
    assert sum(seconds * rate for seconds, rate in rates) == pytest.approx(2_400_000)
    assert max(rate for _, rate in rates) == pytest.approx(10 * 2_400_000 / 86_400)
    assert len(rates) == 24


def test_arrivals_follow_the_rates_hour_by_hour():
    arrivals = varying([(100, 1.0), (100, 10.0), (100, 0.0)], seed=4)
    assert len([a for a in arrivals if a.at < 100]) == pytest.approx(100, abs=30)
    assert len([a for a in arrivals if 100 <= a.at < 200]) == pytest.approx(1000, abs=100)
    assert not [a for a in arrivals if a.at >= 200]


def test_every_visit_of_the_crowd_is_planned_for():
    asked = requests_a_post()
    assert asked[POST] == 1
    assert asked.keys() <= {*GOOD, UNCHANGED}
    assert sum(asked.values()) == pytest.approx(
        sum(share * len(VISITS[visit.__name__]) for visit, share in MIX.items()) / MIX[post]
    )


def test_a_plan_is_in_proportion_to_the_comments():
    small, large = (plan(SERVICE, comments) for comments in (2_000_000, 200_000_000))
    assert small.posts_a_second == pytest.approx(2_000_000 * 10 / 86_400)
    for tier, busy in small.cores.items():
        assert large.cores[tier] == pytest.approx(100 * busy)
        assert small.processes[tier] >= busy / PLANNED_LOAD
    assert small.started_core_hours_a_day > small.busy_core_hours_a_day
    assert small.gigabytes_a_day == pytest.approx(2_000_000 * 15_000 / 1e9)


def test_a_plan_has_room_in_its_worst_hour():
    """As many judging processes as are planned, each with a core of its own, and no more."""
    planned = plan(SERVICE, 100_000)
    workers = planned.processes["worker"]
    setup = Setup(cores=workers, workers=workers, web_processes=4, web_cores=4, database_cores=2)
    arrivals = steady(planned.posts_a_second, 60, seed=2)
    result = simulate(setup, SERVICE, arrivals, seconds=65)
    assert result.undecided == 0
    assert result.decided.p95_ms < 1_000
