"""The check-list: its format, its count, and that it needs no extra."""

import json

import pytest

from moderation.detectors.in_use import DETECTORS
from moderation.evaluation.checklist import as_lines, read_checklist, results
from moderation.evaluation.extra import EvaluationRefused
from moderation.evaluation.intervals import Share
from moderation.evaluation.standard import find_standard
from moderation.judge import Judge
from tests.stub_scorer import StubScorer

HEAD = {"capability": "Insults", "expects": "stop", "about": "Somebody is insulted."}


@pytest.fixture
def folder(tmp_path):
    def write(*lines, name="insults.jsonl"):
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def judged(folder):
    judge = Judge(StubScorer(), DETECTORS)
    return list(results(read_checklist(folder), judge, find_standard(None, None)))


def test_a_case_passes_that_gets_what_it_expects(folder):
    (result,) = judged(
        folder(
            HEAD,
            {"text": "You idiot."},
            {"text": "You fool.", "parent": "Am I?"},
            {"text": "You are right.", "expects": "pass"},
            {"text": "What an idiot.", "expects": "pass"},
            {"text": "\x00"},
        )
    )
    assert result.passed == Share(3, 5)
    assert [(case.text, case.parent) for case in result.failures] == [
        ("You fool.", "Am I?"),
        ("What an idiot.", None),
    ]


def test_the_share_is_printed_per_capability_and_in_all(folder):
    folder(HEAD, {"text": "You idiot."}, {"text": "You “fool”.", "parent": "Am I?"})
    found = judged(
        folder(
            {**HEAD, "capability": "Praise", "expects": "pass"}, {"text": "Fine."}, name="p.jsonl"
        )
    )
    lines = list(as_lines(found, failures=1))
    assert [line.split()[:4] for line in lines if not line.startswith(" ")] == [
        ["Insults", "1", "of", "2"],
        ["Praise", "1", "of", "1"],
        ["2", "capabilities", "2", "of"],
    ]
    assert lines[1] == r'    should stop: "You \u201cfool\u201d." in answer to "Am I?"'
    assert len(list(as_lines(found, failures=0))) == 3


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((), "is no check-list"),
        ((HEAD,), "has no case"),
        ((HEAD, "no json"), "is no check-list"),
        ((HEAD, {"words": "Hello"}), "lacks 'text'"),
        (({"capability": "Insults"}, {"text": "Hello"}), "lacks 'expects'"),
        ((HEAD, {"text": "Hello", "expects": "hold"}), "expects 'hold'"),
        ((HEAD, ["Hello"]), "is no check-list"),
        ((HEAD, {"text": 7}), "is no check-list"),
    ],
)
def test_a_file_of_another_form_is_named(folder, lines, says):
    with pytest.raises(EvaluationRefused, match=rf"insults\.jsonl.*{says}"):
        read_checklist(folder(*lines))


def test_a_folder_without_files_is_named(tmp_path):
    with pytest.raises(EvaluationRefused, match=r"there is no \.jsonl file"):
        read_checklist(tmp_path)
