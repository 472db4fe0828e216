"""Data of private persons are found; numbers in the news and public contacts pass."""

import pytest

from moderation.detectors.personal_data import PersonalData
from tests.growth import assert_linear, repeated
from tests.moderation.detectors.labelled import BAR, find, marked, rows

DETECTOR = PersonalData()
SET = rows("personal_data.jsonl")


def value(text):
    return find(DETECTOR, text).value


def test_personal_data_are_told_from_look_alikes():
    labelled = [(row["personal"], value(row["text"]) >= BAR) for row in SET]
    personal = [held for is_personal, held in labelled if is_personal]
    harmless = [held for is_personal, held in labelled if not is_personal]
    assert len(personal) >= 120
    assert len(harmless) >= 120
    assert sum(personal) >= 0.95 * len(personal)
    assert sum(harmless) <= 0.02 * len(harmless)


@pytest.mark.parametrize(
    "text",
    [
        "Her e-mail is jane.miller@gmail.com",
        "jane dot miller at gmail dot com",
        "call him: (212) 555-0147",
        "his number is +44 7700 900123",
        "zero seven seven double zero nine zero zero three two one",
        "He lives at 742 Evergreen Terrace",
        "Rosenweg 8, 86150 Augsburg",
        "Her daughter goes to Oakfield Primary, year 4",
        "the car has the number plate AB12 CDE",
        "his house: 52.520008, 13.404954",
    ],
)
def test_a_private_persons_datum_is_found(text):
    assert value(text) >= BAR


@pytest.mark.parametrize(
    "text",
    [
        "The ministry's press office answers at +49 30 18 17 0.",
        "Samaritans can be reached on 116 123.",
        "ISBN 978-0-14-044913-6",
        "In 2019, 1 345 678 people crossed the border.",
        "The court at 40 Foley Square ruled yesterday.",
        "There were shots on Birch Avenue last night.",
        "The strike hit 50.45010, 30.52340.",
    ],
)
def test_offices_and_statistics_pass(text):
    assert value(text) < BAR


@pytest.mark.parametrize(
    ("valid", "invalid"),
    [
        ("DE89 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"),
        ("4111 1111 1111 1111", "4111 1111 1111 1112"),
        ("219-09-9999", "000-09-9999"),
        ("AB 12 34 56 C", "BG 12 34 56 C"),
        ("12345678Z", "12345678A"),
        ("1 85 05 78 006 084 91", "1 85 05 78 006 084 92"),
        ("Steuer-ID 86095742719", "Steuer-ID 86095742718"),
        ("15 070649 C 103", "15 070649 C 104"),
        ("PESEL 44051401359", "PESEL 44051401358"),
        ("SIN 130 692 544", "SIN 130 692 545"),
        ("Aadhaar 2341 2341 2346", "Aadhaar 2341 2341 2347"),
        ("RSSMRA85T10A562S", "RSSMRA85T10A562T"),
        ("BSN 111222333", "BSN 111222334"),
        ("85.07.30-033.28", "85.07.30-033.29"),
        ("811218-9876", "811218-9875"),
        ("529.982.247-25", "529.982.247-26"),
        ("NHS 9434765919", "NHS 9434765918"),
        ("ID 8001015009087", "ID 8001015009086"),
        ("756.9217.0769.85", "756.9217.0769.84"),
    ],
)
def test_a_wrong_check_digit_is_no_number(valid, invalid):
    assert value(valid) >= BAR
    assert value(invalid) < BAR


def test_what_the_site_publishes_itself_is_not_personal():
    assert value("write to tips@antiwar.com or anna@antiwar.com") == 0.0


def test_a_home_weighs_more_than_an_address():
    assert value("742 Evergreen Terrace") < value("She lives at 742 Evergreen Terrace")


def test_the_datum_is_marked_in_the_authors_text():
    text = "Call **her** now: (212) 555-0147, ask for Jane"
    assert marked(find(DETECTOR, text), text) == ["(212) 555-0147"]


@pytest.mark.parametrize(
    "unit", ["12 oak street ", "one two ", "flat 1, ", "a dot ", "his son ", "0 ", "lives in "]
)
def test_no_text_takes_longer_than_its_length_explains(unit):
    assert_linear(value, repeated(unit), 10_000)
