"""What takes the threat out of violent words: quotation, report, negation, fiction, sport."""

import re
from pathlib import Path

from moderation.detectors.word_file import read_kinds

EXCUSES_FILE = Path(__file__).with_name("threats_excuses.txt")

_KINDS = {kind: re.compile(pattern) for kind, pattern in read_kinds(EXCUSES_FILE).items()}
_QUOTED = re.compile(r"\"[^\"\n]{1,400}\"|“[^“”\n]{1,400}”|«[^«»\n]{1,400}»|„[^„“”\n]{1,400}[“”]")
_FEWEST_WORDS_AROUND = 3
# A report introduces what is said soon: the words further back have another object.
_REACH = 120
_CLAUSE_BREAK = re.compile(r"[,;:.!?\u2013\u2014] |\b(?:but|and then|because|so|or else)\b")


def without_quotations(text: str) -> str:
    """Blank out what is quoted, unless the quotation is all there is. Length and places stay."""
    blanked = _QUOTED.sub(lambda quote: " " * len(quote[0]), text)
    return blanked if len(blanked.split()) >= _FEWEST_WORDS_AROUND else text


def is_of_games(text: str) -> bool:
    """Tell whether a comment is about play or nature, where killing is nobody's murder."""
    return bool(_KINDS["frame"].search(text))


def is_excused(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words in `sentence[start:end]` are a figure, a report, denied or asked."""
    before, after = sentence[max(0, start - _REACH) : start], sentence[end : end + _REACH]
    return (
        _is_figure(sentence, start, end)
        or bool(_KINDS["before"].search(before) or _KINDS["after"].search(after))
        or bool(_KINDS["care"].search(before + " | " + after))
        or is_denied(before)
        or (sentence.endswith("?") and bool(_KINDS["question"].match(sentence)))
    )


def is_denied(before: str) -> bool:
    """Tell whether the clause that leads up to the words says that they are not to be."""
    return bool(_KINDS["negation"].search(_CLAUSE_BREAK.split(before)[-1]))


def _is_figure(sentence: str, start: int, end: int) -> bool:
    """Tell whether a saying overlaps the words."""
    near = max(0, start - _REACH)
    figures = _KINDS["figure"].finditer(sentence, near, min(len(sentence), end + _REACH))
    return any(figure.start() < end and start < figure.end() for figure in figures)
