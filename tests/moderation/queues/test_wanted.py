"""What is wanted of the queue goes from page to page as a query, and comes back the same."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from moderation.queues.wanted import KINDS, MOST_VALUES, Wanted

values = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60).map(
    str.strip
)
labels = st.lists(
    st.tuples(st.sampled_from(KINDS), values.filter(bool)).map(":".join), max_size=6, unique=True
)


def read(query):
    return Wanted.read(QueryDict(query))


@given(labels, st.integers(0, 10_000), st.sampled_from(["all", "reported", "saved-12"]))
def test_it_survives_every_way_of_being_passed_along(labels, minutes, view):
    ordered = tuple(sorted(labels, key=lambda text: KINDS.index(text.partition(":")[0])))
    wanted = Wanted(view, "daily", ordered, minutes, ("two", "wörds?&=+"))
    assert read(wanted.query) == wanted
    assert read(wanted.link) == wanted
    assert Wanted.from_text(wanted.as_text) == wanted


def test_a_view_alone_is_its_own_name():
    assert Wanted("reported").as_text == "reported"
    assert (Wanted().query, Wanted().link) == ("", "")


def test_a_parameter_stands_in_place_of_what_the_view_says():
    wanted = read("view=reported%3Fsection%3DWorld%26q%3Dold&q=new&clause=a&clause=b")
    assert wanted == Wanted(
        "reported", labels=("clause:a", "clause:b", "section:World"), words=("new",)
    )


@pytest.mark.parametrize(
    "query",
    ["waiting=-1", "waiting=soon", "waiting=999999999999", "clause=", "clause=%00", "q=%00", "x=y"],
)
def test_what_makes_no_sense_is_left_out(query):
    assert read(query) == Wanted()


def test_no_query_is_too_long_for_the_database():
    many = "&".join(f"tag=t{number}" for number in range(500))
    assert len(read(many).labels) == MOST_VALUES
    assert len(read("q=" + "w+" * 500).words) == 8
