"""The proof that a loaded model is the model that was measured.

Digests show that the files are the right ones; only sentences show that labels stand in the right
order and that no library filled a gap with random weights.
"""

from moderation.scoring.base import Scorer, ScorerUnavailable
from moderation.scoring.manifest import Golden, Manifest

# Harmless, rude, threatening and hateful: so far apart that swapped labels and random weights show.
GOLDEN_SENTENCES = (
    "Thank you for this careful report, I learned a lot.",
    "I disagree with the author, the numbers in the second paragraph are out of date.",
    "The bomb that hit the theatre killed hundreds of people.",
    "You are a stupid idiot and everybody knows it.",
    "I will find you and I will kill you.",
    "People from that country are vermin and should be thrown out.",
)


def check_golden(scorer: Scorer, manifest: Manifest) -> None:
    """Raise ScorerUnavailable unless every golden sentence scores within the tolerance."""
    if not manifest.golden:
        raise ScorerUnavailable(
            f"The manifest of scorer {manifest.name!r} has no golden sentences: write it again "
            "with `manage.py fetch_scorer`."
        )
    answers = scorer.score([golden.text for golden in manifest.golden])
    for golden, scores in zip(manifest.golden, answers, strict=True):
        for attribute in manifest.attributes:
            measured, expected = scores[attribute], golden.scores.get(attribute, float("nan"))
            # Written so that NaN, on either side, fails.
            if not abs(measured - expected) <= manifest.golden_tolerance:
                raise ScorerUnavailable(
                    f"Scorer {manifest.name!r} gives {attribute} {measured:.3f} to a golden "
                    f"sentence of {expected:.3f}: its labels or weights are not those of the "
                    "manifest, so restore the folder from its source."
                )


def measure_golden(scorer: Scorer) -> tuple[Golden, ...]:
    """Return the golden sentences with the scores that this scorer gives them now."""
    answers = scorer.score(GOLDEN_SENTENCES)
    return tuple(
        Golden(text, {attribute: round(value, 4) for attribute, value in scores.items()})
        for text, scores in zip(GOLDEN_SENTENCES, answers, strict=True)
    )
