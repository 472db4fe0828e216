"""Data of private persons are found; numbers in the news and public contacts pass."""

import pytest

from moderation.detectors.personal_data import PersonalData
from tests.moderation.detectors.labelled import BAR, find, marked, rows

DETECTOR = PersonalData()
SET = rows("personal_data.jsonl")


def value(text):
    return find(DETECTOR, text).value


@pytest.mark.parametrize("row", SET, ids=lambda row: row["text"])
def test_the_labelled_set_is_told_apart(row):
    assert (value(row["text"]) >= BAR) == row["personal"]


def test_the_set_is_large_enough_to_mean_something():
    assert sum(row["personal"] for row in SET) >= 40
    assert sum(not row["personal"] for row in SET) >= 40


def test_a_wrong_check_digit_is_no_account():
    assert value("DE89 3704 0044 0532 0130 00") >= BAR
    assert value("DE88 3704 0044 0532 0130 00") < BAR
    assert value("4111 1111 1111 1111") >= BAR
    assert value("4111 1111 1111 1112") < BAR


def test_what_the_site_publishes_itself_is_not_personal():
    assert value("write to tips@antiwar.com or anna@antiwar.com") == 0.0


def test_a_home_weighs_more_than_an_address():
    assert value("742 Evergreen Terrace") < value("She lives at 742 Evergreen Terrace")


def test_the_datum_is_marked_in_the_authors_text():
    text = "Call **her** now: (212) 555-0147, ask for Jane"
    assert marked(find(DETECTOR, text), text) == ["(212) 555-0147"]
