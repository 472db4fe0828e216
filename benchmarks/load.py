"""Runs the load generator in as many processes as are asked for, and sums up what they measured."""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from statistics import median

from benchmarks.plan import Plan, Sample
from benchmarks.rounds import Measured

# Beyond the plan's own seconds: start of the processes, and the last answers.
GRACE_SECONDS = 60


class WrongAnswers(Exception):
    """Answers of another status than expected: the figure would be one of something else."""


def run_load(plan: Plan, *, processes: int = 1) -> list[Sample]:
    """Share the plan's connections, and with `once` its requests, among the processes."""
    processes = min(processes, plan.connections)
    clients = [_start(part) for part in _parts(plan, processes)]
    try:
        samples = [_result(client, plan.seconds + GRACE_SECONDS) for client in clients]
    finally:
        for client in clients:
            client.kill()
            client.wait()
    for sample in samples:
        if sample.wrong:
            raise WrongAnswers(f"expected {plan.status}, got {sample.wrong} (status: count)")
    return samples


def measured(samples: Sequence[Sample], *, busy_only: bool = False) -> Measured:
    """Return answers a second (with `busy_only`, of the time waited for them) and latencies."""
    latencies = sorted(latency for sample in samples for latency in sample.latencies)
    if busy_only:
        per_second = len(latencies) / sum(latencies)
    else:
        per_second = sum(len(s.latencies) / (s.ended - s.began) for s in samples)
    return Measured(
        per_second=per_second,
        p50_ms=median(latencies) * 1000,
        p99_ms=latencies[ceil(0.99 * len(latencies)) - 1] * 1000,
    )


def _parts(plan: Plan, processes: int) -> list[Plan]:
    share = plan.connections // processes
    return [
        replace(
            plan,
            connections=share,
            requests=plan.requests[place::processes] if plan.once else plan.requests,
        )
        for place in range(processes)
    ]


def _start(plan: Plan) -> "subprocess.Popen[bytes]":
    client = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.client"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert client.stdin is not None
    pickle.dump(plan, client.stdin)
    client.stdin.flush()
    return client


def _result(client: "subprocess.Popen[bytes]", seconds: float) -> Sample:
    answer, _ = client.communicate(timeout=seconds)
    if client.returncode:
        raise RuntimeError("The load generator failed; its last words are above.")
    sample: Sample = pickle.loads(answer)
    return sample
