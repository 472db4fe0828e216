"""The whole command with tiny numbers: what it writes, never how fast anything was."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.options import PARTS

ROOT = Path(__file__).resolve().parents[2]
TINY = "--seconds 0.05 --rounds 1 --comments 6 --sizes 5 --processes 1 --items 300"
TINY += " --archive 200 --formats jsonl --results"
# Only a machine that is busy with something else needs so long.
LIMIT_SECONDS = 900

pytestmark = pytest.mark.processes


@pytest.fixture
def results(tmp_path):
    command = [sys.executable, "-m", "benchmarks", *TINY.split(), str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS
    )
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_it_writes_every_figure_beside_its_limit_and_nothing_of_the_place(results):
    """One test of all that was written: to measure takes longer than most files of tests."""
    report = json.loads((results / "latest.json").read_text(encoding="utf-8"))
    assert {row["part"] for row in report["rows"]} == set(PARTS)
    table = (results / "latest.md").read_text(encoding="utf-8")
    for row in report["rows"]:
        has_its_limit_and_their_ratio(row)
        has_latencies_where_it_is_a_request_rate(row)
        assert f"| {row['part']}: {row['what']} |" in table
    assert {"processor", "Python", "database", "granian"} <= report["machine"].keys()
    assert "/home" not in json.dumps(report)
    assert str(ROOT) not in json.dumps(report)


def has_its_limit_and_their_ratio(row):
    assert row["product"]["per_second"] > 0
    assert row["limit"]["per_second"] > 0
    assert row["limit_is"]
    assert row["ratio"] == pytest.approx(row["product"]["per_second"] / row["limit"]["per_second"])


def has_latencies_where_it_is_a_request_rate(row):
    for side in (row["product"], row["limit"]):
        if row["unit"] == "requests/s":
            assert 0 < side["p50_ms"] <= side["p99_ms"]
        else:
            assert side["p50_ms"] is None


def test_a_part_that_does_not_exist_is_refused_before_anything_is_started(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "writes", "--results", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there is no part writes" in done.stderr
    assert not (tmp_path / "none").exists()
