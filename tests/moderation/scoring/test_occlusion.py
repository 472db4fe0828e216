"""The words that a scorer's value depends on."""

import re
from random import Random

import pytest

from moderation.scoring.occlusion import LEFT_OUT, LEFT_OUT_AT_A_GLANCE, PIECE_LETTERS, drivers
from tests.moderation.detectors.labelled import compact_scorer
from tests.stub_scorer import StubScorer

INSULTS = ["idiot", "moron", "stupid fool", "pathetic loser", "disgusting pig"]
TEXTS = [
    "The council met on Tuesday and the new chairman is {a}, as everybody could see on television.",
    "I read the report twice. Whoever wrote chapter four must be {a} if you ask me about it.",
    "My bus was late again this morning; the driver is {a} and nobody at the company cares.",
    "You have no clue about taxes, you are {a}, and the figures in your comment are wrong as well.",
    "What {a} the goalkeeper was yesterday, although the rest of the team played quite well.",
    "Thanks for the article about rents. The landlord in the third picture is {a}, by the way.",
    "Only {a} would sell the water works to a foreign bank and call that a plan for the city.",
    "We went to the museum on Sunday, it was lovely, but the man at the counter was {a} to us all.",
]


class Counting(StubScorer):
    letters = 0

    def score(self, texts):
        self.letters += sum(map(len, texts))
        return super().score(texts)


class Glancing(StubScorer):
    """Its glance fears another word than the one that counts."""

    def __init__(self, feared="idiot"):
        super().__init__()
        self.feared = feared
        self.read = []

    def glance(self, texts):
        return StubScorer(self.feared).score(texts)

    def score(self, texts):
        self.read += texts
        return super().score(texts)


def words_of(text, found):
    return [text[driver.start : driver.end] for driver in found]


def without(text, spans):
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def test_the_word_that_makes_the_value_is_found():
    text = "It was, I must say, an idiot who built this."
    assert words_of(text, drivers(StubScorer(), text, ["insult"])["insult"]) == ["idiot"]


def test_nothing_is_named_where_no_word_matters():
    assert drivers(StubScorer(), "All is well here.", ["insult"])["insult"] == []
    assert drivers(StubScorer(), " \n", ["insult"]) == {}


def test_a_glance_says_where_to_look_and_the_scorer_what_counts():
    text = "Among very many words that say nothing at all there stands one idiot, as it were, here."
    scorer = Glancing()
    assert words_of(text, drivers(scorer, text, ["insult"])["insult"]) == ["idiot,"]
    assert len(scorer.read) == 1 + LEFT_OUT_AT_A_GLANCE
    assert drivers(Glancing("stands"), text, ["insult"])["insult"] == []


def test_a_scorer_without_that_part_is_asked_itself():
    class Blind(Glancing):
        def glance(self, texts):
            return None

    text = "You idiot, and so on."
    assert words_of(text, drivers(Blind(), text, ["insult"])["insult"]) == ["idiot,"]


@pytest.mark.parametrize("filler", ["a fair point ", "x" * 99 + " "])
def test_a_long_text_is_searched_at_a_bounded_cost(filler):
    scorer = Counting()
    text = filler * (5_000 // len(filler)) + "you idiot " + "and so it goes " * 200
    found = drivers(scorer, text, ["insult"])["insult"]
    assert any("idiot" in word for word in words_of(text, found))
    assert scorer.letters <= len(text) + (2 + LEFT_OUT) * PIECE_LETTERS


def test_words_that_are_marked_matter_more_than_others():
    scorer, random, better = compact_scorer(), Random(5), 0
    texts = [text.format(a=f"a {insult}") for text in TEXTS for insult in INSULTS]
    for text in texts:
        found = [(d.start, d.end) for d in drivers(scorer, text, ["toxicity"])["toxicity"]]
        words = [match.span() for match in re.finditer(r"\S+", text)]
        others = random.sample([span for span in words if span not in found], len(found))
        marked_out, others_out = scorer.score([without(text, found), without(text, others)])
        better += marked_out["toxicity"] < others_out["toxicity"]
    assert len(texts) == 40
    assert better >= 39
