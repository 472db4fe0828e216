"""Which rows are evaluated, and what is said where none can be."""

import gzip
import json

import pytest

from moderation.evaluation.extra import EvaluationRefused
from moderation.evaluation.rows import Selection, selected, survey

ATTRIBUTES = ("toxicity", "insult")
# The time of packing is left out: as part of a test's name it would differ between workers.
CUT_SHORT = gzip.compress(b"text,toxicity\nHello,0\n" * 9, mtime=0)[:-12]


@pytest.fixture
def written(tmp_path):
    def write(text, name="rows.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_the_survey_counts_what_will_be_judged(written):
    path = written(
        "text,toxicity,insult,source,split,region\n"
        "One,1,,a,valid,north\nTwo,0,0,b,train,\nThree,,0.5,a,valid,\n"
    )
    found = survey(Selection((path,), split="valid"), ATTRIBUTES)
    assert (found.rows, found.labelled) == (2, {"toxicity": 1, "insult": 1})
    assert (found.sources, found.facets) == ({"a": 2}, frozenset({"region"}))
    rows = selected(Selection((path,), split="valid"), found, ATTRIBUTES)
    assert [row.text for row in rows] == ["One", "Three"]


def test_a_text_and_one_label_are_enough(written):
    found = survey(Selection((written("text,toxicity\nHello,0\n"),)), ATTRIBUTES)
    assert (found.rows, found.sources) == (1, {"rows.csv": 1})


def test_several_files_of_both_kinds_are_one_set(written):
    csv = written("text,toxicity\nHello,0\n")
    lines = written(gzip.compress(json.dumps({"text": "Ho", "insult": 1}).encode()), "b.jsonl.gz")
    assert survey(Selection((csv, lines)), ATTRIBUTES).rows == 2


def test_a_sample_repeats_with_its_seed_and_keeps_the_order(written):
    path = written("text,toxicity\n" + "".join(f"Row {n:03},0\n" for n in range(100)))

    def sample(seed):
        selection = Selection((path,), limit=10, seed=seed)
        found = survey(selection, ATTRIBUTES)
        assert found.rows == 10
        return [row.text for row in selected(selection, found, ATTRIBUTES)]

    assert sample(1) == sample(1) == sorted(sample(1))
    assert sample(1) != sample(2)


def test_a_limit_above_the_rows_takes_all(written):
    selection = Selection((written("text,toxicity\nHello,0\n"),), limit=5)
    assert survey(selection, ATTRIBUTES).rows == 1


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("text,toxicity\n", "rows.csv", "there is no row"),
        ("", "rows.csv", "there is no row"),
        ("comment,toxicity\nHello,0\n", "rows.csv", 'no "text"'),
        ("text,toxicity\nHello,2\n", "rows.csv", "no number in"),
        ("text,funny\nHello,0\n", "rows.csv", "Other columns: funny"),
        (b"text,toxicity\n\xff\xfe,0\n", "rows.csv", "cannot be read"),
        (b"no gzip", "rows.csv.gz", "rows.csv.gz"),
        (CUT_SHORT, "rows.csv.gz", "cannot be read"),
        ("no json\n", "rows.jsonl", "line 1"),
        ("Hello", "rows.txt", "neither .csv nor .jsonl"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_in_a_sentence(written, content, name, says):
    with pytest.raises(EvaluationRefused, match=says):
        survey(Selection((written(content, name),)), ATTRIBUTES)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EvaluationRefused, match=r"none\.csv: No such file"):
        survey(Selection((tmp_path / "none.csv",)), ATTRIBUTES)


def test_a_split_that_nobody_is_in_is_named(written):
    path = written("text,toxicity,split\nHello,0,train\n")
    with pytest.raises(EvaluationRefused, match="no row in the split “valid”"):
        survey(Selection((path,), split="valid"), ATTRIBUTES)
