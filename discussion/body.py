"""What a comment's text may be, decided before anything is stored.

The text is refused or kept as the author wrote it, never repaired in silence: only the spelling
of line ends and the canonical composition (NFC) are made uniform.
"""

import re
import unicodedata

MAX_CODE_POINTS = 10_000
# The most that any living orthography stacks is about four; beyond eight a line paints over others.
MAX_MARKS = 8

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
# C0 and C1 controls other than tab and newline: they drive terminals and split logs.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(17))
    + "]"
)
# A tag without attributes shows nothing where markup is read, so it is no word either.
_BARE_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*\s?/?>")
# Categories that leave no ink: controls, formats, separators, marks without a base.
_INKLESS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
# Letters and symbols by category that are drawn as nothing: Hangul fillers, the empty Braille cell.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


class BodyRefused(ValueError):
    """The text cannot be a comment. `code` is kebab-case and stable, `detail` is for the author."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def clean_body(text: str) -> str:
    """Return the text as it is stored: NFC, lines ended by newline, at most 10,000 code points.

    Raises BodyRefused for controls, lone surrogates, noncharacters, stacked marks, a text that
    shows nothing, and one that is too long. Linear in the length of `text`.
    """
    # NFC shortens by four to one at most (a Greek vowel and its three marks): longer never fits.
    if len(text) > 4 * MAX_CODE_POINTS:
        raise _too_long()
    text = _LINE_ENDS.sub("\n", text)
    _refuse_characters(text)
    _refuse_stacked_marks(text)
    text = unicodedata.normalize("NFC", text)
    if len(text) > MAX_CODE_POINTS:
        raise _too_long()
    if not _shows_something(text):
        raise BodyRefused("blank-body", "The comment has no visible character.")
    return text


def _refuse_characters(text: str) -> None:
    if _CONTROLS.search(text):
        raise BodyRefused("control-character", "The comment contains a control character.")
    if _SURROGATES.search(text):
        raise BodyRefused("lone-surrogate", "The comment contains half of a character.")
    if _NONCHARACTERS.search(text):
        raise BodyRefused("noncharacter", "The comment contains a code point that is no character.")


def _refuse_stacked_marks(text: str) -> None:
    if text.isascii():
        return
    marks = 0
    # Counted on the decomposed form, so that composed letters cannot carry marks in secret.
    for character in unicodedata.normalize("NFD", text):
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks > MAX_MARKS:
            detail = f"The comment stacks more than {MAX_MARKS} marks on one letter."
            raise BodyRefused("stacked-marks", detail)


def _shows_something(text: str) -> bool:
    return any(
        character not in _BLANK_LETTERS and unicodedata.category(character) not in _INKLESS
        for character in _BARE_TAG.sub("", text)
    )


def _too_long() -> BodyRefused:
    return BodyRefused("body-too-long", f"A comment has at most {MAX_CODE_POINTS:,} characters.")
