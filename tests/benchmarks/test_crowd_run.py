"""The parts that run the whole service, with tiny numbers: what they write, never how fast."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TINY = "capacity validation --minutes 0.05 --rate 12 --comments 8 --sizes 6 --seconds 0.1"
TINY += " --processes 1 --results"

pytestmark = pytest.mark.processes


def test_a_crowd_is_served_without_an_error_and_what_it_cost_is_simulated(tmp_path):
    """One test of all that was written: to start the service takes longer than most files of
    tests. How well the simulation fits is not asked here, where everything else runs too.
    """
    command = [sys.executable, "-m", "benchmarks", *TINY.split(), str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900
    )
    assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr
    capacity, validation = (
        json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("capacity", "validation")
    )
    served_everybody(validation["measured"])
    has_a_cost_of_everything(capacity)
    assert validation["simulated"]["undecided"] == 0
    assert {each["quantile"] for each in validation["compared"]} <= {"p50", "p95"}
    assert "POST to decision" in (tmp_path / "validation.md").read_text(encoding="utf-8")


def served_everybody(crowd):
    assert crowd["errors"] == []
    assert crowd["undecided"] == 0
    assert sum(kind["errors"] for kind in crowd["kinds"]) == 0
    assert "comments" in {kind["kind"] for kind in crowd["kinds"]}
    assert {"web", "worker", "outward", "beat", "broker", "client"} <= crowd["cpu"].keys()
    assert crowd["decided"]["count"] == crowd["posted"]


def has_a_cost_of_everything(capacity):
    for kind in ("comments", "unchanged (304)", "article page", "post", "reaction", "report"):
        assert capacity["requests"][kind]["web"] >= 0
    assert capacity["requests"]["article page"]["web"] > 0
    assert capacity["judging"]["comment"]["worker"] + capacity["judging"]["claim"]["worker"] > 0
    assert capacity["judging"]["measured"]["comments"][0] >= 8
    assert capacity["disk"]["texts"] > 0
    assert capacity["disk"]["audit"] > 0
