"""Attacks on the publication are found; criticism of it, and anger at others, passes.

The set was written in nine rounds; the detector was changed after each look, so these are the
figures of a set that it has seen. At the first look at the last four rounds, each of new wording,
it found 16 of 40, 29 of 40, 22 of 40 and 23 of 30 attacks, and took 3, 7, 3 and 2 of as many fair
texts for attacks: of unseen attacks expect six in ten.
"""

from dataclasses import replace
from math import nan

import pytest

from moderation.detectors.publication import AttackOnPublication
from moderation.scoring.base import ScorerUnavailable
from tests.moderation.detectors.labelled import BAR, compact_scorer, find, marked, rows, sites
from tests.stub_scorer import StubScorer

DETECTOR = AttackOnPublication()


def judge(text, site="antiwar", scorer=None):
    return find(DETECTOR, text, site=sites()[site], scorer=scorer or compact_scorer())


@pytest.fixture(scope="module")
def labelled():
    return [(row, judge(row["text"], row["site"]).value) for row in rows("publication.jsonl")]


def test_nine_of_ten_attacks_are_held(labelled):
    attacks = [value for row, value in labelled if row["attack"]]
    assert len(attacks) >= 340
    assert sum(value >= BAR for value in attacks) >= 0.90 * len(attacks)


def test_at_most_one_of_twenty_criticisms_is_held(labelled):
    criticism = [value for row, value in labelled if not row["attack"]]
    assert len(criticism) >= 380
    assert sum(value >= BAR for value in criticism) <= 0.05 * len(criticism)


@pytest.mark.parametrize(
    "text",
    [
        "Antiwar.com is right: the generals who ordered this are murderers and liars.",
        'He called the author "a lying shill". That was uncalled for.',
        "Nobody should call the author a traitor for asking questions.",
        "The argument of the author is idiotic, wars do not end by wishing.",
        "The editor of the state newspaper was hanged in 1946, as the article says.",
        "State television is propaganda and its hosts are paid liars.",
        "You are an idiot, Bob. Read the article before you comment.",
    ],
)
def test_hostility_towards_others_and_towards_arguments_passes(text):
    assert judge(text).value < BAR


@pytest.mark.parametrize(
    "text",
    [
        "A-n-t-i-w-a-r.com is run by scum.",
        "the 3d1t0rs of this site are p4thetic l1ars",
        "Antiwar dot com is a worthless rag.",
        "This r**a**g is written by m\u043er\u043ens.",
    ],
)
def test_an_attack_in_disguise_is_an_attack(text):
    assert judge(text).value >= BAR


def test_the_target_and_the_hostile_words_are_marked_in_the_authors_text():
    text = "I read it twice. The **clowns** at Antiwar.com wouldn't know journalism."
    assert marked(judge(text), text) == ["clowns", "Antiwar.com"]


def test_a_site_is_attacked_under_its_own_name_only():
    text = "The Daily Ledger is a worthless rag."
    assert judge(text, "ledger").value >= BAR
    assert judge(text, "antiwar").value < BAR


def test_a_last_name_counts_when_it_is_written_as_a_name():
    site = replace(sites()["antiwar"], staff=("Ada Price",))
    assert find(DETECTOR, "Price is a liar.", site=site).value >= BAR
    assert find(DETECTOR, "The price is a joke.", site=site).value < BAR


@pytest.mark.parametrize("answer", [{"insult": nan, "toxicity": 0.1}, {"insult": 0.1}, {}])
def test_a_scorer_without_an_answer_is_a_fault_and_not_a_pass(answer):
    class Broken(StubScorer):
        def score(self, texts):
            return [answer for _ in texts]

    with pytest.raises(ValueError, match="no probability for a sentence"):
        judge("This site is slow.", scorer=Broken())


def test_a_scorer_that_is_away_is_asked_again_later():
    class Away(StubScorer):
        def score(self, texts):
            raise ScorerUnavailable("The scorer is away.")

    with pytest.raises(ScorerUnavailable):
        judge("This site is slow.", scorer=Away())


@pytest.mark.parametrize(
    "text",
    [
        "I read Antiwar.com today. I drank my coffee. They are paid liars, all of them.",
        "I unsubscribed from your newsletter. You are a gang of crooks.",
        "Filthy liars. That is Antiwar.com for you.",
        "Another lie from the minister's lapdog, Antiwar.com.",
        "Okonjo has written again, the miserable coward.",
        "Shut. This. Site. Down.",
    ],
)
def test_hostility_beside_the_name_is_aimed_at_the_name(text):
    assert judge(text).value >= BAR


@pytest.mark.parametrize(
    "text",
    [
        "Antiwar.com wrote about the generals. They are paid liars.",
        "The generals should hang. Antiwar.com has the documents.",
        "The New York Times sold us the war. Its editors are cowards. Antiwar.com told the truth.",
        "The thief who robbed Antiwar.com is a coward.",
        "The Pentagon would love to shut this site down.",
        "Your reporters should ask who killed them.",
        "I was called a traitor for sharing an Antiwar.com link.",
        "An Antiwar.com reader is not an idiot.",
    ],
)
def test_hostility_beside_the_name_but_towards_others_passes(text):
    assert judge(text).value < BAR


def test_a_name_with_a_hostile_word_in_it_is_no_hostility():
    assert judge("Die Morgenzeitung should correct this.", "morgen").value < BAR
