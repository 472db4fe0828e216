"""Every picture is sound XML, says what it shows, stays in its frame and brings no style."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.figures.charts import day_bars, day_lines, row_bars, row_intervals
from moderation.figures.frame import WIDTH, Scale
from moderation.figures.table import Table

OVER_DAYS, BY_ROW = (day_bars, day_lines), (row_bars, row_intervals)


def days(*rows, columns=("Day", "Comments")):
    first = date(2026, 11, 1)
    dated = [((first + timedelta(days=n)).isoformat(), *row) for n, row in enumerate(rows)]
    return Table(name="days", title="By day", columns=columns, rows=tuple(dated))


def drawn(draw, table):
    svg = ElementTree.fromstring(draw(table))
    assert svg.tag == "svg"
    return svg


@pytest.mark.parametrize("draw", OVER_DAYS)
def test_a_picture_says_what_it_shows(draw):
    svg = drawn(draw, days([3], [12], [0]))
    named = {child.get("id"): child.text for child in svg if child.tag in {"title", "desc"}}
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby").split() == list(named)
    assert list(named.values()) == ["By day", "Comments: from 0 to 12."]


def test_bars_are_as_high_as_their_numbers():
    bars = drawn(day_bars, days([10], [20], [0])).findall("rect")
    heights = [float(bar.get("height")) for bar in bars]
    assert heights[1] == 2 * heights[0] > 0 == heights[2]


def test_a_line_is_broken_where_a_day_has_no_number():
    svg = drawn(day_lines, days([1.0], [2.0], [None], [4.0]))
    assert [len(line.get("points").split()) for line in svg.findall("polyline")] == [2, 1]
    assert len(svg.findall("circle")) == 1  # a day by itself is a point, or nobody would see it


def test_each_series_has_a_class_of_its_own_and_no_colour_here():
    svg = drawn(day_bars, days([1, 2], columns=("Day", "a", "b")))
    assert [bar.get("class") for bar in svg.findall("rect")] == ["series-0", "series-1"]
    assert not {"style", "fill", "stroke"} & {name for each in svg.iter() for name in each.attrib}


def test_an_interval_goes_from_its_low_to_its_high_end_and_not_beyond_the_edge():
    rows = (("Kappa", -0.1, -0.4, 0.2, 9), ("Nothing", None, None, None, 0))
    columns = ("Figure", "Value", "Lowest", "Highest", "Looks")
    svg = drawn(row_intervals, Table(name="k", title="K", columns=columns, rows=rows, series=1))
    (line,) = [each for each in svg.findall("line") if "series-0" in each.get("class")]
    (point,) = svg.findall("circle")
    assert float(line.get("x1")) == float(point.get("cx")) < float(line.get("x2"))


def test_markup_in_a_name_stays_a_name():
    name = "<script>alert(1)</script> & \x00\x0b\ud800"
    table = Table(name="n", title=name, columns=("Article", name), rows=((name, 1),))
    markup = row_bars(table)
    assert "<script" not in markup
    assert "<script>alert(1)</script> & " in drawn(row_bars, table).find("title").text


@pytest.mark.parametrize("draw", OVER_DAYS + BY_ROW)
def test_a_table_without_rows_is_an_empty_picture(draw):
    columns = ("a", "b", "c", "d", "e")
    assert drawn(draw, Table(name="t", title="T", columns=columns, rows=())).get("viewBox")


@given(st.floats(min_value=0, max_value=1e12, allow_nan=False))
def test_a_scale_reaches_its_highest_value_in_few_round_steps(highest):
    scale = Scale.up_to(highest)
    assert scale.top >= highest * 0.99
    assert 2 <= len(scale.marks) <= 6


CELLS = st.none() | st.integers(0, 10**9) | st.floats(0, 1e9, allow_nan=False)
WORDS = st.text(st.characters(codec=None), max_size=80)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=40))
def test_whatever_the_numbers_over_days_the_picture_is_sound(rows):
    table = days(*rows, columns=("Day", "a", "b", "c"))
    for draw in OVER_DAYS:
        stays_inside(drawn(draw, table))


@given(WORDS, st.lists(st.tuples(WORDS, CELLS, CELLS, CELLS), max_size=12))
def test_whatever_the_names_and_numbers_by_row_the_picture_is_sound(title, rows):
    table = Table(name="t", title=title, columns=("n", "a", "b", "c"), rows=tuple(rows))
    for draw in BY_ROW:
        stays_inside(drawn(draw, table))


def stays_inside(svg):
    height = float(svg.get("viewBox").split()[3])
    for shape in svg.iter():
        for start, size, most in (("x", "width", WIDTH), ("y", "height", height)):
            if shape.tag == "rect":
                low = float(shape.get(start))
                assert low >= -0.2 and low + float(shape.get(size)) <= most + 0.2
        for point in (shape.get("points") or "").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= WIDTH and -0.2 <= y <= height
