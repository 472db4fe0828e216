"""Read words in which stars stand for letters."""

import re
from collections.abc import Iterable
from functools import cache

from moderation.text.traced import Edit, Traced
from moderation.text.words import disguised_words, is_disguised_word, usual_words

_MASKED = re.compile(r"(?<![^\W_])(?<!\*)[a-z](?=[a-z*]*\*)[a-z*]{2,15}", re.IGNORECASE)
# One or two letters of a word, each of them or both together.
_MASKED_BY_SIGNS = re.compile(r"[a-z]+(?:[^\w\s]|_){1,2}[a-z]+(?:(?:[^\w\s]|_)[a-z]*)?")
# What people do mask, so likelier than any usual word of the same letters. With its first letter
# alone a word is guessed among these only: t*** would otherwise be an insult, and it is not.
_OFTEN_MASKED = tuple(
    "fuck shit bitch cunt ass dick cock nigger fucking fucked fucker asshole bastard bullshit whore"  # noqa: SIM905  # two lines instead of 19
    " slut pussy faggot motherfucker".split()
)


def unmask_words(text: Traced) -> Traced:
    """Read stars as letters, before Markdown would take pairs of them for emphasis.

    Where one word with a single letter left is no swear word, none is taken for one: that writer
    masks something else.
    """
    if "*" not in text.text:
        return text
    found = [(match, _unmasked(match[0].lower())) for match in _MASKED.finditer(text.text)]
    guesses = all(word for match, word in found if _is_bare(match[0]))
    edits: list[Edit] = [
        (*match.span(), text.part(*match.span()).respelled(word))
        for match, word in found
        if word and (guesses or not _is_bare(match[0]))
    ]
    return text.edited(edits)


def unmask_signs(token: str) -> str | None:
    """Return the insult of which `token` shows all letters but one or two; else None."""
    if len(token) < 4 or not _MASKED_BY_SIGNS.fullmatch(token):
        return None
    fits = re.compile(re.sub(r"[\W_]", "[a-z]", token)).fullmatch
    place = (token[0], len(token))
    known = [*_often().get(place, ()), *(_disguised().get(place, ()) if len(token) > 4 else ())]
    return next(filter(fits, known), None)


def _is_bare(letters: str) -> bool:
    return not letters[1:].strip("*")


def _unmasked(letters: str) -> str | None:
    """Return the likeliest word that `letters` spells with some of them masked."""
    place = (letters[0], len(letters))
    if _is_bare(letters):
        return next(iter(_often().get(place, ())), None)
    fits = re.compile(letters.replace("*", "[a-z]")).fullmatch
    if often := next(filter(fits, _often().get(place, ())), None):
        return often
    usual = next(filter(fits, _usual().get(place, ())), None)
    # A sum has stars between letters, too, and whoever hides half of a usual word does not hide it.
    shown = len(letters) - letters.count("*")
    readable = shown > 2 and 2 * shown > len(letters) and letters[-1] != "*"
    if usual and (is_disguised_word(usual) or readable):
        return usual
    return next(filter(fits, _disguised().get(place, ())), None)


Places = dict[tuple[str, int], list[str]]


def _by_place(words: Iterable[str]) -> Places:
    index: Places = {}
    for word in words:
        index.setdefault((word[0], len(word)), []).append(word)
    return index


@cache
def _often() -> Places:
    return _by_place([*_OFTEN_MASKED, *(word + "s" for word in _OFTEN_MASKED)])


@cache
def _disguised() -> Places:
    return _by_place([*disguised_words(), *(word + "s" for word in disguised_words())])


@cache
def _usual() -> Places:
    return _by_place(usual_words())
