"""Each attack that is told in words, or that breaks a process, has tests of its own that are there.

Whether they pass, they say themselves; where they ran in the same run, the table at its end has it.
"""

import pytest

from tests.attacks.bound import COMMANDS, FLOWS, LEFT, judges_of, known_in
from tests.attacks.cases import ALL, OWN_FOLDER, NotJudged, read
from tests.attacks.result import Result


@pytest.mark.parametrize("case", LEFT, ids=lambda case: case.id)
def test_an_attack_in_words_has_its_tests(case, record_property):
    result = Result(record_property, case.group, case.tier)
    tests = judges_of(case)
    assert tests
    for test in tests:
        assert test in known_in(test.partition("::")[0]), test
    result.left_to(tests)


def test_no_flow_has_tests_that_our_own_attacks_do_not_ask_for():
    own = {case.id for case in read(OWN_FOLDER) if case.form == "steps"}
    assert own == FLOWS.keys()
    assert all([*FLOWS.values(), *COMMANDS.values()])


def test_a_flow_in_words_that_nobody_knows_is_not_judged(tmp_path):
    line = '{"id": "web-new", "where": "flow", "steps": ["walk in"], "expected": {"checks": []}}'
    (tmp_path / "web.jsonl").write_text(line)
    (case,) = read(tmp_path)
    with pytest.raises(NotJudged, match="walk in"):
        judges_of(case)


@pytest.mark.parametrize(
    "line", ["{}", "[]", "x", '{"id": "a", "where": "flow", "expected": {}}', '{"id": "a"}']
)
def test_a_line_that_is_no_attack_is_named(tmp_path, line):
    (tmp_path / "web.jsonl").write_text(f"\n{line}\n")
    with pytest.raises(ValueError, match=r"web\.jsonl:2 is no attack"):
        read(tmp_path)


def test_a_folder_without_attacks_is_no_success(tmp_path):
    with pytest.raises(ValueError, match="no attacks"):
        read(tmp_path)


def test_our_own_folder_has_all_of_them():
    own = read(OWN_FOLDER)
    assert (len(own), len({case.group for case in own})) == (586, 22)
    assert len({case.id for case in ALL}) == len(ALL)
