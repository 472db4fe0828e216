"""What every scorer must do. Subclassed per scorer, so that one suite judges them all."""

import math
import re

import pytest

NEUTRAL = "Thank you for this careful report, I learned a lot."
INSULT = "You are a stupid idiot and everybody knows it."
FILLER = "The numbers in the second paragraph are out of date. " * 120
HOSTILE = {
    "punctuation": "!!!???...",
    "one letter": "a",
    "NUL": "\x00 idiot \x00",
    "emoji": "😀" * 3000,
    "ideographs": "字" * 3000,
    "combining": "e" + "\u0301" * 3000,
    "invisible": "\u202e\u200b\u2066",
    "giant word": "x" * 10_000,
    "control tokens": "[CLS] [SEP] [PAD] [MASK] <s> </s> <pad>",
}
BLANK = {"empty": "", "blank": " \n\t"}


class ScorerContract:
    """Needs a fixture `scorer`."""

    def test_it_says_who_it_is(self, scorer):
        assert scorer.producer.name and scorer.producer.version
        assert re.fullmatch(r"[0-9a-f]{64}", scorer.producer.digest)

    def test_its_attributes_are_distinct_and_include_toxicity(self, scorer):
        assert len(set(scorer.attributes)) == len(scorer.attributes)
        assert "toxicity" in scorer.attributes

    def test_it_declares_languages_and_a_window(self, scorer):
        assert all(re.fullmatch("[a-z]{2}", language) for language in scorer.languages)
        assert scorer.languages and scorer.window_tokens > 0

    def test_an_empty_batch_gives_no_scores(self, scorer):
        assert scorer.score([]) == []

    def test_it_tells_an_insult_from_thanks(self, scorer):
        insult, thanks = scorer.score([INSULT, NEUTRAL])
        assert insult["toxicity"] > 0.5 > thanks["toxicity"]

    def test_a_batch_scores_like_its_texts_alone(self, scorer):
        texts = [NEUTRAL, INSULT, FILLER, "a", "", INSULT, FILLER + INSULT]
        assert scorer.score(texts) == [scorer.score([text])[0] for text in texts]

    def test_results_keep_the_order_of_the_texts(self, scorer):
        texts = [NEUTRAL, INSULT, FILLER, "a"]
        assert scorer.score(texts[::-1]) == scorer.score(texts)[::-1]

    @pytest.mark.parametrize(
        "text",
        [INSULT + FILLER, FILLER + INSULT + FILLER, FILLER + INSULT],
        ids=["start", "middle", "end"],
    )
    def test_an_insult_anywhere_in_a_long_text_is_seen(self, scorer, text):
        assert scorer.score([FILLER])[0]["toxicity"] < 0.5 < scorer.score([text])[0]["toxicity"]

    @pytest.mark.parametrize("kind", BLANK | HOSTILE)
    def test_any_text_gets_every_attribute_as_a_probability(self, scorer, kind):
        (scores,) = scorer.score([(BLANK | HOSTILE)[kind]])
        assert set(scores) == set(scorer.attributes)
        assert all(math.isfinite(value) and 0 <= value <= 1 for value in scores.values())

    @pytest.mark.parametrize("kind", HOSTILE)
    def test_the_unknown_share_is_a_share(self, scorer, kind):
        assert 0 <= scorer.unknown_share(HOSTILE[kind]) <= 1

    def test_a_blank_text_was_not_read_at_all(self, scorer):
        assert scorer.unknown_share("") == scorer.unknown_share(" \n ") == 1.0

    @pytest.mark.parametrize("method", ["score", "unknown_share"])
    def test_a_lone_surrogate_is_a_value_error(self, scorer, method):
        text = "fine \ud800 broken"
        with pytest.raises(ValueError, match="surrogate"):
            getattr(scorer, method)([text] if method == "score" else text)
