"""Whole days in UTC, and no more of them than can be counted."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from moderation.figures.period import MOST_DAYS, Period

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def test_it_begins_and_ends_at_midnight_in_utc():
    assert NOVEMBER.start == datetime(2026, 11, 1, tzinfo=UTC)
    assert NOVEMBER.end == datetime(2026, 12, 1, tzinfo=UTC)
    assert NOVEMBER.count == len(list(NOVEMBER.days())) == 30


def test_a_moment_belongs_to_its_day_in_utc_wherever_it_was_told():
    tokyo, new_york = timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))
    assert NOVEMBER.has(datetime(2026, 12, 1, 8, 59, tzinfo=tokyo))
    assert not NOVEMBER.has(datetime(2026, 11, 1, 8, 59, tzinfo=tokyo))
    assert not NOVEMBER.has(datetime(2026, 11, 30, 19, 0, tzinfo=new_york))
    assert not NOVEMBER.has(None)


def test_one_day_is_a_period():
    day = Period(date(2026, 11, 23), date(2026, 11, 23))
    assert day.count == 1
    assert day.end - day.start == timedelta(days=1)


def test_it_counts_the_last_days():
    assert Period.up_to(date(2026, 11, 28)) == Period(date(2026, 11, 1), date(2026, 11, 28))


def test_it_refuses_days_in_the_wrong_order_and_too_many():
    with pytest.raises(ValueError, match="before the first"):
        Period(date(2026, 11, 2), date(2026, 11, 1))
    first = date(2026, 1, 1)
    assert Period(first, first + timedelta(days=MOST_DAYS - 1)).count == MOST_DAYS
    with pytest.raises(ValueError, match="At most 400 days"):
        Period(first, first + timedelta(days=MOST_DAYS))
