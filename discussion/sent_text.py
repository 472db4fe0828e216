"""Where a stretch of a text as it is stored stood in the text as it was sent."""

import re
import unicodedata
from collections.abc import Iterator

# One line end, or one character and the marks that may grow together with it.
_PIECE = re.compile("\r\n|.", re.DOTALL)
# Nothing below composes with what stands before it.
_FIRST_MARK = "\u0300"


def sent_stretches(sent: str, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where the stretches of `clean_body(sent)` stand in `sent`, in code points, end
    exclusive. What was composed of several code points is never cut.
    """
    begins: list[int] = []
    ends: list[int] = []
    for begin, end in _pieces(sent):
        piece = unicodedata.normalize("NFC", sent[begin:end])
        length = 1 if piece == "\r\n" else len(piece)
        begins += [begin] * length
        ends += [end] * length
    return [(begins[start], ends[end - 1]) for start, end in stretches]


def _pieces(sent: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each piece that is normalised by itself."""
    start = 0
    for match in _PIECE.finditer(sent):
        at = match.start()
        if at > start and not _grows_together(sent[start:at], match[0]):
            yield start, at
            start = at
    if sent:
        yield start, len(sent)


def _grows_together(before: str, character: str) -> bool:
    if character < _FIRST_MARK:
        return False
    if unicodedata.combining(character[0]):
        return True
    # Vowels of Hangul and of some Indian scripts are no marks, and compose all the same.
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", before + character) != apart
