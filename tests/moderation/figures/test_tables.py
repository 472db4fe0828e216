"""Numbers in words and in CSV."""

import csv
import io
from datetime import timedelta

import pytest

from moderation.figures.table import Table, as_csv, in_words
from moderation.templatetags.desk_figures import in_time


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']
)
def test_a_text_is_never_a_formula_in_csv(evil):
    (row,) = list(csv.reader(io.StringIO(as_csv(["Name"], [[evil]]), newline="")))[1:]
    assert row == [f"'{evil}"]


def test_numbers_stay_numbers_in_csv():
    text = as_csv(["Name", "a", "b", "c"], [["Kappa", -0.25, 3, None]])
    assert text == "Name,a,b,c\r\nKappa,-0.25,3,\r\n"


def test_commas_quotes_and_lines_in_a_title_stay_in_their_cell():
    title = 'He said, "no".\nThen left'
    rows = list(csv.reader(io.StringIO(as_csv(["Article", "n"], [[title, 1]]), newline="")))
    assert rows[1] == [title, "1"]


def test_a_table_says_its_numbers_in_words():
    table = Table(
        name="t",
        title="T",
        columns=("What", "Share", "Of"),
        rows=(("Appeals", 0.125, 12_000), ("None", None, 0)),
        unit="%",
        series=1,
    )
    assert table.lines == [("Appeals", ["12.5%", "12,000"]), ("None", ["—", "0"])]
    assert table.drawn == ("Share",)


def test_a_table_of_nothing_but_zeros_is_empty():
    def table(*cells):
        return Table(name="t", title="T", columns=("a", "b"), rows=(("x", *cells),))

    assert table(0).is_empty
    assert table(None).is_empty
    assert not table(0.5).is_empty


@pytest.mark.parametrize(
    ("number", "words"),
    [(1234567, "1,234,567"), (2.50, "2.5"), (3.0, "3"), (None, "—"), ("x", "x")],
)
def test_numbers_in_words(number, words):
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(59, "59 s"), (90, "1.5 min"), (7_200, "2 h"), (129_600, "1.5 days")]
)
def test_times_in_words(seconds, words):
    assert in_time(timedelta(seconds=seconds)) == words
    assert in_time(None) == "—"
