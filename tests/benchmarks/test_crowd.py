"""What a crowd's figures are made of: who comes when, and what counts as an error."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.crowd.clock import planned
from benchmarks.crowd.outcome import Outcome, errors_of, kinds_of, markdown
from benchmarks.crowd.records import GOOD, REFUSED, Record, waits
from benchmarks.crowd.visits import MIX, post, read_comments


def record(kind, status, due=0.0, ended=0.01):
    return Record(kind, due, ended, status)


def outcome(**changed):
    nobody = waits([])
    clean = Outcome({}, 1.0, 60.0, 1, (), {"web": 6.0}, 0, 0, nobody, ())
    return replace(clean, **changed)


def test_the_same_seed_brings_the_same_people_at_the_same_times():
    assert planned(20, 30, seed=1) == planned(20, 30, seed=1)
    assert planned(20, 30, seed=1) != planned(20, 30, seed=2)


def test_people_come_at_the_rate_that_was_asked_for_and_most_of_them_read():
    plan = planned(50, 100, seed=3)
    assert len(plan) == pytest.approx(5000, rel=0.05)
    assert 0 < plan[0].at < plan[-1].at < 100
    came = Counter(one.visit for one in plan)
    assert came.most_common(1)[0][0] is read_comments
    assert set(came) == set(MIX)
    assert came[post] == pytest.approx(5000 * MIX[post] / sum(MIX.values()), rel=0.2)


@pytest.mark.parametrize("status", [0, 400, 401, 403, 500, 502, 503])
@pytest.mark.parametrize("kind", GOOD)
def test_no_answer_a_fault_of_the_server_and_a_wrong_request_are_errors_of_any_kind(kind, status):
    assert len(errors_of([record(kind, status)])) == 1


@pytest.mark.parametrize(("kind", "status"), [(k, s) for k, all_ in REFUSED.items() for s in all_])
def test_a_right_refusal_is_counted_by_itself(kind, status):
    found = kinds_of([record(kind, status), record(kind, min(GOOD[kind]))])[0]
    assert (found.count, found.errors, found.refused) == (2, 0, 1)
    assert errors_of([record(kind, status)]) == ()


def test_waiting_counts_from_when_a_request_was_due():
    (found,) = kinds_of([record("comments", 200, due=1.0, ended=3.5)])
    assert found.waits.max_ms == 2500


def test_quantiles_are_the_smallest_value_that_so_many_did_not_exceed():
    found = waits([n / 1000 for n in range(1, 101)])
    assert (found.p50_ms, found.p95_ms, found.p99_ms, found.max_ms) == (50, 95, 99, 100)
    assert waits([]).p99_ms is None


def test_a_run_is_clean_only_without_errors_and_when_all_was_decided():
    assert outcome().is_clean
    assert not outcome(errors=("comments: 500 ",)).is_clean
    assert not outcome(undecided=1).is_clean


def test_only_the_first_errors_are_told_and_how_many_more_there_are():
    told = errors_of([record("post", 503)] * 25)
    assert len(told) == 21
    assert told[-1] == "and 5 more"


def test_the_table_has_every_kind_and_each_process_share_of_a_core():
    kinds = kinds_of([record("comments", 304), record("post", 202)])
    table = markdown(outcome(kinds=kinds, decided=waits([0.25])))
    assert "| comments | 1 | 0 | 0 | 1 | 10 | 10 | 10 | 10 |" in table
    assert "| POST to decision | 1 | 0 | | | 250 | 250 | 250 | 250 |" in table
    assert "| web | 6.0 | 10.0% |" in table
