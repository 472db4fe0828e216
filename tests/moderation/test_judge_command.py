"""`manage.py judge`: a dry run over JSON lines, in their order, with any number of processes."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import AuditEvent, OutboxEvent
from discussion.models import Comment, Decision
from moderation import worker
from moderation.detectors.in_use import DETECTORS
from moderation.judge import Judge
from moderation.models import ReviewItem, Screening, Signal
from moderation.scoring.base import ScorerUnavailable
from tests import factories
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db

# More than the command reads before it starts processes.
MANY = 70


@pytest.fixture(autouse=True)
def _stub(monkeypatch):
    monkeypatch.setattr(worker, "_judge", Judge(StubScorer(), DETECTORS))


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def judged(site, tmp_path):
    """Judge lines (texts, or whole lines as bytes); return answers, what stderr says, and whether
    it ended with 1."""

    def judge(*lines, jobs=1):
        file = tmp_path / "lines.jsonl"
        as_bytes = [
            line if isinstance(line, bytes) else json.dumps({"id": n, "text": line}).encode()
            for n, line in enumerate(lines)
        ]
        file.write_bytes(b"\n".join(as_bytes) + b"\n")
        out, err, failed = io.StringIO(), io.StringIO(), False
        try:
            call_command("judge", file, site=site.slug, jobs=jobs, stdout=out, stderr=err)
        except CommandError as error:
            failed = str(error)
        return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), failed

    return judge


def test_an_answer_says_outcome_clauses_signals_and_where(judged):
    text = "Write to ada.lovelace@example.net, you idiot."
    (answer,), _, failed = judged(text)
    assert not failed
    assert answer.keys() == {"id", "outcome", "clauses", "reasons", "signals", "spans"}
    assert (answer["id"], answer["outcome"]) == (0, "hold")
    assert "hateful-language" in answer["clauses"]
    assert answer["signals"]["toxicity"] == 0.99
    address = [span for span in answer["spans"] if span["attribute"] == "personal_data"]
    assert {text[span["start"] : span["end"]] for span in address} == {"ada.lovelace@example.net"}


def test_a_short_reply_is_judged_with_the_parent_it_agrees_to(judged):
    lines = [
        {"id": 1, "text": "Same for you!", "parent": "You idiot."},
        {"id": 2, "text": "Thanks.", "parent": "You idiot."},
        {"id": 3, "text": "Same for you!", "parent": None},
        {"id": 4, "text": "Same for you!", "parent": 7},
    ]
    answers, said, _ = judged(*(json.dumps(line).encode() for line in lines))
    assert [answer.get("outcome") for answer in answers] == ["hold", "publish", "publish", None]
    whole = {"attribute": "insult", "start": 0, "end": 0, "why": "with the comment it answers"}
    assert whole in answers[0]["spans"]
    assert 'line 4: "parent" is no string' in said


def test_the_words_that_drove_the_scorer_are_found_where_they_are_asked_for(site, tmp_path):
    file = tmp_path / "line.jsonl"
    file.write_text('{"id": 1, "text": "You idiot."}\n')
    spans = []
    for marks in (False, True):
        out = io.StringIO()
        call_command(
            "judge", file, site=site.slug, jobs=1, marks=marks, stdout=out, stderr=io.StringIO()
        )
        spans.append(
            [s for s in json.loads(out.getvalue())["spans"] if s["attribute"] == "toxicity"]
        )
    assert spans[0] == []
    assert ["You idiot."[span["start"] : span["end"]] for span in spans[1]] == ["idiot."]


def test_spans_lie_within_the_text(judged):
    texts = [
        "😀😀 Call me: +44 20 7946 0958 or write to ben@example.org 😀",
        "https://a.example https://b.example https://c.example https://d.example",
        "Ѕhut up, 1d1ot",
    ]
    answers, _, _ = judged(*texts)
    spans = [(span, text) for text, a in zip(texts, answers, strict=True) for span in a["spans"]]
    assert spans
    assert all(0 <= span["start"] <= span["end"] <= len(text) for span, text in spans)


def test_several_processes_answer_as_one_does_in_the_order_of_the_lines(judged):
    texts = [f"{'You idiot' if n % 3 == 0 else 'A fair point'}, {n}." for n in range(MANY)]
    alone, _, _ = judged(*texts, jobs=1)
    shared, said, failed = judged(*texts, jobs=2)
    assert shared == alone
    assert [answer["id"] for answer in shared] == list(range(MANY))
    assert {answer["outcome"] for answer in shared} == {"hold", "publish"}
    assert (f"{MANY} judged, 0 unreadable" in said, failed) == (True, False)


@pytest.mark.parametrize(
    "line",
    [b"no json", b'"a text"', b'{"id": 1}', b"[]", b"", b"[" * 100_000, b'{"id":1,"text":7}'],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_judged(judged, line):
    answers, said, failed = judged("First.", line, "Third.")
    assert [answer.get("outcome") for answer in answers] == ["publish", None, "publish"]
    assert answers[1]["error"]
    assert "line 2: " in said
    assert failed == "1 lines could not be read."


def test_a_bad_line_among_several_processes_is_named_too(judged):
    answers, said, failed = judged(*["Fine."] * MANY, b"no json", jobs=2)
    assert len(answers) == MANY + 1
    assert f"line {MANY + 1}: " in said
    assert failed


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "blank-body"), ("x" * 10_001, "body-too-long"), ("a\ud800b", "lone-surrogate")],
)
def test_what_the_api_would_not_take_is_refused(judged, text, code):
    (answer,), _, failed = judged(text)
    assert answer["outcome"] == "refuse"
    assert answer["reasons"] == [code]
    assert (answer["clauses"], answer["signals"], answer["spans"], failed) == ([], {}, [], False)


def test_the_mode_of_the_site_counts(site, judged):
    site.moderation = "pre"
    site.save(update_fields=["moderation"])
    (answer,), _, _ = judged("A fair point.")
    assert (answer["outcome"], answer["reasons"]) == ("hold", ["pre-moderation"])


def test_nothing_is_stored(judged):
    counted = (Comment, Decision, Signal, Screening, ReviewItem, AuditEvent, OutboxEvent)
    before = [model.objects.count() for model in counted]
    judged("A fair point.", "You idiot.")
    assert [model.objects.count() for model in counted] == before


def test_a_comment_gets_what_the_dry_run_said(site, judged):
    text = "You idiot."
    (answer,), _, _ = judged(text)
    comment = factories.make_comment(factories.make_article(site), text)
    factories.screen(worker.judge())
    decision = factories.fresh(comment).decision
    assert (decision.outcome, decision.clauses) == (answer["outcome"], answer["clauses"])


def test_an_unknown_site_is_named():
    with pytest.raises(CommandError, match="There is no site “nowhere”"):
        call_command("judge", site="nowhere")


def test_a_file_that_is_not_there_is_named(site, tmp_path):
    with pytest.raises(CommandError, match=r"none\.jsonl: No such file"):
        call_command("judge", tmp_path / "none.jsonl", site=site.slug)


def test_a_model_that_is_not_there_is_named(site, monkeypatch):
    def missing():
        raise ScorerUnavailable("The weights are not there.")

    monkeypatch.setattr("moderation.management.commands.judge.judge", missing)
    with pytest.raises(CommandError, match="The weights are not there"):
        call_command("judge", site=site.slug)
