"""In CI a test that does not run is a failure: the switch that says so."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(tmp_path, body, *arguments):
    (tmp_path / "test_sample.py").write_text(f"import pytest\n\n{body}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "--no-header"]
    done = subprocess.run(
        [*command, "--rootdir", str(tmp_path), str(tmp_path), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


SAMPLE = """
@pytest.mark.skip(reason="no ship")
def test_sails(): pass

@pytest.mark.xfail
def test_sinks(): assert False

def test_swims(): pass
"""


def test_elsewhere_a_skipped_test_is_said_and_no_failure(tmp_path):
    code, said = run(tmp_path, SAMPLE)
    assert code == 0
    assert "Not run (1): no ship." in said


def test_in_ci_whatever_did_not_pass_is_a_failure(tmp_path):
    code, said = run(tmp_path, SAMPLE, "--nothing-skipped")
    assert code == 1
    assert "every test has to pass, but 1 skipped, 1 xfailed." in said


def test_in_ci_a_deselected_test_is_a_failure_and_a_passed_one_is_none(tmp_path):
    code, said = run(tmp_path, SAMPLE, "--nothing-skipped", "-k", "swims")
    assert code == 1
    assert "every test has to pass, but 2 deselected." in said
