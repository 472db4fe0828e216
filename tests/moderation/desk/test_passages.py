"""A text cut where something was found is still the text."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.desk.passages import Passage, passages


def test_a_span_is_a_passage_of_its_own():
    assert passages("call 555 now", [[5, 8, "telephone number"]]) == [
        Passage("call "),
        Passage("555", "telephone number"),
        Passage(" now"),
    ]


def test_overlapping_spans_name_both_findings_where_they_overlap():
    cut = passages("abcdef", [[0, 4, "x"], [2, 6, "y"]])
    assert cut == [Passage("ab", "x"), Passage("cd", "x, y"), Passage("ef", "y")]


def test_offsets_count_code_points_and_not_bytes():
    assert passages("🕊é555", [[2, 5, "number"]])[-1] == Passage("555", "number")


spans = st.lists(
    st.tuples(st.integers(-5, 40), st.integers(-5, 40), st.sampled_from(["", "a", "b"])).map(list)
)


@given(st.text(max_size=30), spans)
def test_the_passages_together_are_the_text_whatever_the_spans(text, found):
    assert "".join(passage.text for passage in passages(text, found)) == text
