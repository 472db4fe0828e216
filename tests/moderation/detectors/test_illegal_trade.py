"""Offers of illegal goods are found; news, law, warnings and flea markets pass."""

import pytest

from moderation.detectors.illegal_trade import IllegalTrade
from tests.growth import assert_linear, repeated
from tests.moderation.detectors.labelled import BAR, find, marked, rows

DETECTOR = IllegalTrade()


def value(text):
    return find(DETECTOR, text).value


def test_offers_are_told_from_talk_about_them():
    labelled = [(row["trade"], value(row["text"]) >= BAR) for row in rows("illegal_trade.jsonl")]
    offers = [held for trade, held in labelled if trade]
    talk = [held for trade, held in labelled if not trade]
    assert len(offers) >= 80
    assert len(talk) >= 80
    assert sum(offers) >= 0.90 * len(offers)
    assert sum(talk) <= 0.02 * len(talk)


@pytest.mark.parametrize(
    "text",
    [
        "Selling cocaine, telegram @snowman44",
        "fresh fullz and cvv in stock, hmu",
        "who can get me some xanax in Leeds",
        "Real registered passports for sale, whatsapp +44 7911 123456",
        "got weed, 10 a gram, DM me",
        "s e l l i n g  c o c a i n e, telegram @snowman44",
    ],
)
def test_an_offer_is_found(text):
    assert value(text) >= BAR


@pytest.mark.parametrize(
    "text",
    [
        "The police seized two tonnes of cocaine in the port.",
        "He was convicted of selling cocaine on Telegram.",
        "I am selling my old bike, 120 euros, DM me.",
        "Weapons sales to the Gulf states must stop.",
        "Beware of people who sell fake vaccination cards on WhatsApp.",
        "Cocaine for sale on every corner, that is what the war on drugs has brought us.",
    ],
)
def test_talk_about_goods_passes(text):
    assert value(text) < BAR


def test_an_innocent_name_needs_an_offer_and_a_contact():
    assert value("Selling weed.") < BAR
    assert value("Selling weed, message me on Signal.") >= BAR


def test_what_adds_up_is_marked_in_the_authors_text():
    text = "Nice article. **Cocaine** for sale, DM me."
    assert marked(find(DETECTOR, text), text) == ["Cocaine", "for sale", "DM me"]


@pytest.mark.parametrize("unit", ["selling ", "coke ", "telegram ", "@a ", "10 usd ", "coke a-"])
def test_no_text_takes_longer_than_its_length_explains(unit):
    assert_linear(value, repeated(unit), 10_000)
