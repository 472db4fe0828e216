"""Comments as long as those of news sites, put together from the sentences of the seeds."""

import json
import math
import random
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "seeds" / "comments"
# Lengths as a queue of comments brings them: lognormal, half of them shorter than about 35 tokens
# (155 characters), one in twenty longer than about 115.
MEDIAN_CHARACTERS = 155
SIGMA = 0.73
MOST_CHARACTERS = 3_000


def comments(count: int, *, seed: int) -> list[str]:
    """Return so many different texts, the same ones for the same seed; some are rude."""
    drawn = random.Random(seed)
    texts: dict[str, None] = {}
    while len(texts) < count:
        length = drawn.lognormvariate(math.log(MEDIAN_CHARACTERS), SIGMA)
        text = _text(drawn, min(int(length), MOST_CHARACTERS))
        # Short ones repeat: the same words twice by one reader would be refused.
        texts[text if text not in texts else f"{text} That makes {len(texts)}."] = None
    return list(texts)


def _text(drawn: random.Random, length: int) -> str:
    text = drawn.choice(_sentences())
    while len(text) < length:
        text += " " + drawn.choice(_sentences())
    # Cut between words; a first sentence stays whole.
    cut = text.rfind(" ", 0, length)
    return text[:cut] if cut > 20 else text


@cache
def _sentences() -> list[str]:
    lines = [
        line
        for file in sorted(SEEDS.glob("*/*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    texts = (json.loads(line)["text"] for line in lines)
    return [f"{part.strip(' .')}." for text in texts for part in text.split(". ") if part.strip()]
