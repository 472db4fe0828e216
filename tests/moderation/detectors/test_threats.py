"""Threats and calls to violence are found; war, law, sport and figures of speech pass."""

import pytest

from moderation.detectors.base import Material
from moderation.detectors.threats import Threats
from moderation.text import views
from tests.growth import assert_linear, repeated
from tests.moderation.detectors.labelled import BAR, marked, rows, sites
from tests.stub_scorer import StubScorer

DETECTOR = Threats()


def judge(text):
    found = DETECTOR.detect(Material(views(text), sites()["antiwar"], StubScorer()))
    return {finding.attribute: finding for finding in found}


def values(text):
    return {attribute: finding.value for attribute, finding in judge(text).items()}


def is_violent(text):
    return max(values(text).values()) >= BAR


def shares(name, label, *, fires):
    """Return the share of the labelled texts that fire, and the share of their look-alikes."""
    labelled = rows(name)
    meant = [fires(row["text"]) for row in labelled if row[label]]
    said = [fires(row["text"]) for row in labelled if not row[label]]
    assert len(meant) >= 80
    assert len(said) >= 80
    return sum(meant) / len(meant), sum(said) / len(said)


def test_threats_are_told_from_violent_figures_of_speech():
    found, false_alarms = shares("threats.jsonl", "threat", fires=is_violent)
    assert found >= 0.90
    assert false_alarms <= 0.05


def test_calls_to_violence_are_told_from_reports_of_it():
    found, false_alarms = shares(
        "incitement.jsonl", "incitement", fires=lambda text: values(text)["incitement"] >= BAR
    )
    assert found >= 0.85
    assert false_alarms <= 0.03


@pytest.mark.parametrize(
    "text",
    [
        "I will kill you.",
        "We know where you live.",
        "Watch your back, journalist.",
        "Tick tock, traitor.",
        "It would be a shame if something happened to your daughter.",
        "You will pay with your blood.",
        "I hope somebody puts you down.",
        "You'll bleed for this.",
        "Either you resign or we drag you out and hang you.",
        "I w i l l k1ll you",
    ],
)
def test_a_threat_is_found(text):
    assert values(text)["threat"] >= BAR


@pytest.mark.parametrize(
    "text",
    [
        "Someone should shoot him.",
        "Time to hang them.",
        "Burn it down with them in it.",
        "Let's meet with bats at the station tonight.",
        "The man who shot the mayor is a hero, we need more like him.",
        "Hang the traitors!",
    ],
)
def test_a_call_is_found(text):
    assert values(text)["incitement"] >= BAR


@pytest.mark.parametrize(
    "text",
    [
        "I could kill for a coffee.",
        "Kill the bill!",
        "I nearly died laughing.",
        "Shoot me an email.",
        "My mum will murder me.",
        'He told me "I will kill you" and slammed the door.',
        "The rebels said they would kill every prisoner.",
        "Nobody should be hanged for a tweet.",
        "Should we execute murderers?",
        "Israel will bomb Gaza again tonight.",
        "Rome crucified the rebels along the Appian Way.",
        "We will crush you in the final.",
    ],
)
def test_war_law_sport_and_figures_of_speech_pass(text):
    assert values(text) == {"threat": 0.0, "incitement": 0.0}


def test_a_quotation_that_is_the_whole_comment_is_the_authors_own():
    assert is_violent('"We know where you live."')


def test_a_pattern_weighs_more_than_parts_put_together():
    assert values("I will shoot you.")["threat"] > values("Your funeral will be lovely.")["threat"]


@pytest.mark.parametrize(
    "unit", ["and ", "i will ", "kill the ", "somebody should ", "he said ", '"', "if i see you "]
)
def test_no_text_takes_longer_than_its_length_explains(unit):
    assert_linear(values, repeated(unit), 10_000)


def test_the_words_are_marked_in_the_authors_text():
    text = "Fine article. W&#97;tch your back, though."
    assert marked(judge(text)["threat"], text) == ["W&#97;tch your back"]
