"""What may stand in a blocklist is said in words an editor understands."""

import pytest

from moderation.blocklist import (
    LONGEST_PHRASE,
    MOST_PHRASES,
    BlocklistRefused,
    checked_domains,
    checked_phrases,
)


def test_phrases_alike_but_for_case_and_blanks_are_merged_in_order():
    lines = ["Buy  gold", "", "  zorblax ", "BUY GOLD", "ass", "Zorblax"]
    assert checked_phrases(lines) == ["Buy gold", "zorblax", "ass"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x", "Line 2: “x” is too short: a single letter would be found everywhere."),
        ("y" * 201, "Line 2: 201 characters; 200 is the most."),
        ("zor\u200bblax", "Line 2: it has characters that cannot be seen."),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line, said):
    with pytest.raises(BlocklistRefused) as refused:
        checked_phrases(["fine", line])
    assert refused.value.problems == [said]


def test_the_longest_phrase_and_the_longest_list_are_taken_and_no_longer_ones():
    assert checked_phrases(["y" * LONGEST_PHRASE])
    assert len(checked_phrases(f"word {n}" for n in range(MOST_PHRASES))) == MOST_PHRASES
    with pytest.raises(BlocklistRefused, match="20001 lines; 20000 is the most"):
        checked_phrases(f"word {n}" for n in range(MOST_PHRASES + 1))


def test_of_many_problems_the_first_are_told():
    with pytest.raises(BlocklistRefused) as refused:
        checked_phrases("abcdefghijklmnopqrstuvwxyz")
    assert len(refused.value.problems) == 21
    assert refused.value.problems[-1] == "And 6 more."


def test_domains_are_hosts_whatever_stands_around_them():
    lines = ["https://www.Spam.example/", "*.spam.example", "b\u00fccher.example", "a.b.example"]
    assert checked_domains(lines) == ["spam.example", "xn--bcher-kva.example", "a.b.example"]


@pytest.mark.parametrize(
    "line", ["com", "not a host", "spam.example/path", "-x.example", "..", "\u3002"]
)
def test_what_is_no_host_is_refused(line):
    with pytest.raises(BlocklistRefused, match=r"Line 1: .* is no host like example.org"):
        checked_domains([line])
