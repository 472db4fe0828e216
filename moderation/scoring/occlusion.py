"""Which words of a text made a scorer give its score: those without which it gives a lower one."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from moderation.scoring.base import GlancingScorer, Scorer, Scores

# What a text may cost: each of its pieces once, and the piece that counts so many times again, with
# runs of words left out, then single ones. A piece is bounded in letters too, since a word of many
# letters is as many tokens.
PIECE_WORDS, PIECE_LETTERS = 64, 480
LEFT_OUT = 24
# So many words are left out where a glance says which ones may matter.
LEFT_OUT_AT_A_GLANCE = 6
_WORD = re.compile(r"\S+")
# Of the words that lower a score those are named that do at least this much of what the first does.
_SHARE_OF_FIRST = 0.3
_LEAST_FALL = 0.05
_MOST_NAMED = 6

# Start and end of a word, or of a run of them; end exclusive.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Driver:
    """A stretch of words; `fall` is by how many log-odds the score falls without it.

    Log-odds, because probabilities near 1 hardly move while a second insult remains.
    """

    start: int
    end: int
    fall: float


def drivers(scorer: Scorer, text: str, attributes: Sequence[str]) -> Mapping[str, list[Driver]]:
    """Return the words that drove each attribute, in reading order; none where no word did.

    A long text is searched in the piece that scores highest alone, since a word elsewhere could not
    lower that score. Costs as much as the text once more and about LEFT_OUT times a piece, a
    quarter of that where the scorer has a glance. Raises ScorerUnavailable.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    if not words:
        return {}
    piece = _telling_piece(scorer, text, words, attributes)
    likely = _likely(scorer, text, piece, attributes)
    falls = _falls(scorer.score, text, piece, likely, attributes)
    return {attribute: _named(falls, attribute) for attribute in attributes}


def _likely(
    scorer: Scorer, text: str, piece: list[Stretch], attributes: Sequence[str]
) -> list[Stretch]:
    """Return the words that may matter: by a glance at the text without each, where the scorer has
    one, else out of the runs of words that do.
    """
    if isinstance(scorer, GlancingScorer) and scorer.glance([""]) is not None:
        falls = _falls(lambda texts: scorer.glance(texts) or [], text, piece, piece, attributes)
        return sorted(falls, key=lambda w: -max(falls[w].values()))[:LEFT_OUT_AT_A_GLANCE]
    if len(piece) <= LEFT_OUT // 2:
        return piece
    falls = _falls(scorer.score, text, piece, _runs(piece, LEFT_OUT // 2), attributes)
    best = sorted(falls, key=lambda run: -max(falls[run].values()))
    return [w for run in best for w in piece if run[0] <= w[0] < run[1]][: LEFT_OUT // 2]


def _telling_piece(
    scorer: Scorer, text: str, words: list[Stretch], attributes: Sequence[str]
) -> list[Stretch]:
    """Return the words of the piece that scores highest by itself; of a short text, all."""
    pieces = list(_pieces(words))
    if len(pieces) == 1:
        return words
    scored = scorer.score([text[piece[0][0] : piece[-1][1]] for piece in pieces])
    heights = [max(scores[attribute] for attribute in attributes) for scores in scored]
    return pieces[heights.index(max(heights))]


def _pieces(words: list[Stretch]) -> Iterator[list[Stretch]]:
    piece: list[Stretch] = []
    for word in words:
        if piece and (len(piece) == PIECE_WORDS or word[1] - piece[0][0] > PIECE_LETTERS):
            yield piece
            piece = []
        piece.append(word)
    yield piece


def _runs(words: list[Stretch], count: int) -> list[Stretch]:
    """Part the words into at most `count` runs of equal length."""
    length = math.ceil(len(words) / count)
    runs = (words[at : at + length] for at in range(0, len(words), length))
    return [(run[0][0], run[-1][1]) for run in runs]


def _falls(
    score: Callable[[Sequence[str]], list[Scores]],
    text: str,
    piece: list[Stretch],
    left_out: list[Stretch],
    attributes: Sequence[str],
) -> dict[Stretch, dict[str, float]]:
    """Return by how many log-odds each attribute falls when a stretch is left out."""
    begin, end = piece[0][0], piece[-1][1]
    texts = [text[begin:end], *(text[begin:a] + text[b:end] for a, b in left_out)]
    whole, *rest = score(texts)
    return {
        stretch: {name: _log_odds(whole, name) - _log_odds(scores, name) for name in attributes}
        for stretch, scores in zip(left_out, rest, strict=True)
    }


def _log_odds(scores: Scores, attribute: str) -> float:
    value = min(max(scores[attribute], 1e-6), 1 - 1e-6)
    return math.log(value / (1 - value))


def _named(falls: Mapping[Stretch, Mapping[str, float]], attribute: str) -> list[Driver]:
    first = max(fall[attribute] for fall in falls.values())
    least = max(_LEAST_FALL, _SHARE_OF_FIRST * first)
    found = [
        Driver(start, end, fall[attribute])
        for (start, end), fall in falls.items()
        if fall[attribute] >= least
    ]
    strongest = sorted(found, key=lambda driver: -driver.fall)[:_MOST_NAMED]
    return sorted(strongest, key=lambda driver: driver.start)
