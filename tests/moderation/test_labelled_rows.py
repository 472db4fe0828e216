import gzip
import json

import pytest

from moderation.labelled_rows import LabelledRow, RowRefused, read_rows

ATTRIBUTES = ("toxicity", "threat")


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_cell_is_not_labelled_and_not_zero(tmp_path):
    path = written(tmp_path, "a.csv", "text,toxicity,threat\nGood,0,\nBad,0.75,1\n")
    good, bad = read_rows(path, ATTRIBUTES)
    assert good.labels == {"toxicity": 0.0}
    assert bad.labels == {"toxicity": 0.75, "threat": 1.0}


def test_source_and_split_may_be_missing_and_other_columns_are_kept(tmp_path):
    path = written(tmp_path, "mine.csv", "text,group,empty\nGood,readers,\n")
    assert list(read_rows(path, ATTRIBUTES)) == [
        LabelledRow("Good", {}, "mine.csv", "", {"group": "readers"})
    ]


def test_jsonl_and_gzipped_csv_read_like_csv(tmp_path):
    cells = {"text": "A\ntext", "toxicity": 0.5, "threat": None, "source": "s", "split": "valid"}
    lines = written(tmp_path, "a.jsonl", json.dumps(cells) + "\n\n")
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(
        gzip.compress(b'text,toxicity,threat,source,split\n"A\ntext",0.5,,s,valid\n')
    )
    assert list(read_rows(lines, ATTRIBUTES)) == list(read_rows(packed, ATTRIBUTES))


def test_a_label_that_nobody_asked_for_is_a_facet_and_no_label(tmp_path):
    path = written(tmp_path, "a.csv", "text,toxicity,sarcasm\nGood,0,0.4\n")
    (row,) = read_rows(path, ATTRIBUTES)
    assert (row.labels, row.facets) == ({"toxicity": 0.0}, {"sarcasm": "0.4"})


@pytest.mark.parametrize("cell", ["yes", "1.5", "-0.1", "nan", "inf"])
def test_a_label_that_is_no_share_is_refused_with_its_place(tmp_path, cell):
    path = written(tmp_path, "a.csv", f"text,toxicity\nfine,0\nText,{cell}\n")
    with pytest.raises(RowRefused, match=r"a\.csv, row 3: toxicity"):
        list(read_rows(path, ATTRIBUTES))


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.csv", "comment,toxicity\nhello,0\n", 'no "text"'),
        ("a.csv", "text,toxicity\n,0\n", 'no "text"'),
        ("a.jsonl", "{broken\n", "line 1: no JSON"),
        ("a.jsonl", "[1]\n", "no JSON object"),
        ("a.txt", "hello\n", "neither .csv nor .jsonl"),
    ],
)
def test_what_is_no_labelled_row_is_refused(tmp_path, name, text, complaint):
    with pytest.raises(RowRefused, match=complaint):
        list(read_rows(written(tmp_path, name, text), ATTRIBUTES))
