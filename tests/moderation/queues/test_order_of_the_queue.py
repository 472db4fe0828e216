"""The order of the queue: laws that hold for all items, and the words that explain a place."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from moderation.models import ReviewItem
from moderation.queues.ranking import (
    DOUBLES_EVERY,
    EPOCH,
    LEAST_HARM,
    explanation,
    harm_in,
    harm_of,
    in_words,
    rank_of,
    reach_of,
)

values = st.floats(0, 1)
weights = st.floats(0, 50)
harms = st.floats(LEAST_HARM, 1)
reaches = st.floats(1, 10)
times = st.timedeltas(timedelta(days=-2_000), timedelta(days=5_000)).map(EPOCH.__add__)
counts = st.integers(0, 5_000)


@given(harms, reaches, times, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_of_two_alike_the_older_never_ranks_lower(harm, reach, opened_at, later):
    assert rank_of(harm, reach, opened_at) >= rank_of(harm, reach, opened_at + later)


@given(harms, harms, reaches, times)
def test_more_harm_never_ranks_lower(one, other, reach, opened_at):
    less, more = sorted((one, other))
    assert rank_of(less, reach, opened_at) <= rank_of(more, reach, opened_at)


@given(counts, counts, harms, times)
def test_more_reach_never_ranks_lower(one, other, harm, opened_at):
    fewer, more = (reach_of(count, visible=False) for count in sorted((one, other)))
    assert rank_of(harm, fewer, opened_at) <= rank_of(harm, more, opened_at)


@given(values, weights, weights)
def test_reports_never_make_a_comment_less_harmful(priority, one, other):
    fewer, more = sorted((one, other))
    assert LEAST_HARM <= harm_of(priority, fewer) <= harm_of(priority, more) <= 1


@given(harms, reaches, times)
def test_six_hours_weigh_as_much_as_twice_the_harm(harm, reach, opened_at):
    later = rank_of(harm, reach, opened_at + DOUBLES_EVERY)
    assert rank_of(harm, reach, opened_at) == pytest.approx(later + 1)
    assert rank_of(harm / 2, reach, opened_at) == pytest.approx(later)


@given(harms, reaches, times)
def test_the_harm_can_be_read_from_the_rank_again(harm, reach, opened_at):
    item = ReviewItem(reach=reach, opened_at=opened_at, rank=rank_of(harm, reach, opened_at))
    assert harm_in(item) == pytest.approx(harm)


def test_what_readers_see_now_reaches_twice_as_many():
    assert reach_of(99, visible=True) == 2 * reach_of(99, visible=False) == 6


def test_beyond_a_thousand_conversations_the_reach_grows_no_more():
    assert reach_of(1_000, visible=False) == reach_of(50_000, visible=False)


def test_one_report_of_full_weight_halves_the_doubt():
    assert harm_of(0.5, 1.0) == 0.75


def test_what_nobody_scored_is_not_taken_for_harmless():
    assert harm_of(0.0, 0.0) == LEAST_HARM


@time_machine.travel("2026-11-23T14:05:00Z", tick=False)
def test_the_place_is_explained_in_words_and_numbers():
    opened_at = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    item = ReviewItem(reach=2.3, opened_at=opened_at, rank=rank_of(0.87, 2.3, opened_at))
    assert explanation(item) == "harm 0.87 x reach 2.3 x waiting 7 h: doubles every 6 h"


@pytest.mark.parametrize(
    "time, words",
    [
        (timedelta(seconds=-3), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=48), "2 days"),
    ],
    ids=str,
)
def test_a_time_is_told_in_its_largest_fitting_unit(time, words):
    assert in_words(time) == words
