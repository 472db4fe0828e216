"""The whole command with tiny numbers: what it writes, never how fast anything was."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TINY = "--seconds 0.05 --rounds 1 --comments 6 --sizes 5 --processes 1 --items 300"
TINY += " --archive 200 --formats jsonl --results"

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    command = [sys.executable, "-m", "benchmarks", *TINY.split(), str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def report(results):
    return json.loads((results / "latest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", ["reads", "verdicts", "judge", "queue", "imports"])
def test_every_figure_of_a_part_has_its_limit_and_their_ratio(report, part):
    rows = [row for row in report["rows"] if row["part"] == part]
    assert rows
    for row in rows:
        assert row["product"]["per_second"] > 0
        assert row["limit"]["per_second"] > 0
        assert row["limit_is"]
        assert row["ratio"] == pytest.approx(
            row["product"]["per_second"] / row["limit"]["per_second"]
        )


def test_every_request_rate_has_latencies_of_product_and_limit(report):
    for row in report["rows"]:
        for side in (row["product"], row["limit"]):
            if row["unit"] == "requests/s":
                assert 0 < side["p50_ms"] <= side["p99_ms"]
            else:
                assert side["p50_ms"] is None


def test_the_table_has_a_line_for_every_row(results, report):
    table = (results / "latest.md").read_text(encoding="utf-8")
    for row in report["rows"]:
        assert f"| {row['part']}: {row['what']} |" in table


def test_the_machine_is_told_without_a_path_or_a_name_of_it(report):
    assert {"processor", "Python", "database", "granian"} <= report["machine"].keys()
    assert "/home" not in json.dumps(report)
    assert str(ROOT) not in json.dumps(report)


def test_a_part_that_does_not_exist_is_refused_before_anything_is_started(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "writes", "--results", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there is no part writes" in done.stderr
    assert not (tmp_path / "none").exists()
