"""Undo what is done to single characters: forms, invisible ones, marks, borrowed letters."""

import re
import unicodedata

from moderation.text.lettering import SMALL_CAPITALS
from moderation.text.traced import NOTHING, Edit, Traced, join
from moderation.text.words import is_disguised_word, is_word

# A compatibility form may say as much as eighteen letters; beyond four it is left as it is,
# so that the folded view is never more than four times as long as the text.
LONGEST_FORM = 4

_SURROGATES = re.compile("[\ud800-\udfff]")
# Unicode's default-ignorable code points: they are drawn as nothing.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
# Joiners have work to do between Arabic or Indic letters and inside emoji, tags after a flag.
_JOINED_CATEGORIES = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})
_RTL = frozenset({"R", "AL"})
_OVERRIDDEN = re.compile("\u202e([^\u202c\n]*)\u202c?")
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_NOT_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# Strokes and frames laid over a letter, whatever its script.
_OVERLAYS = re.compile("[\u0334-\u0338\u0489\u20d0-\u20f0]")


# Lower-case letters of other scripts by the Latin letter that they look like (not sound like).
_LOOKS_LIKE = {
    **dict(zip("авекмнорстухіјѕԁԛԝһӏёїүғ", "abekmhopctyxijsdqwhleiyf", strict=True)),
    **dict(zip("αβεηικνορτυχωγς", "abenikvoptuxwys", strict=True)),
    **dict(zip("օոսհցզյք", "onuhgqjp", strict=True)),
    **SMALL_CAPITALS,
    **dict(zip("ɑɡꭵ", "agi", strict=True)),  # noqa: RUF001  # look-alikes on purpose
}
# These pass for Latin only in the company of Latin letters.
_LOOKS_LIKE_IN_COMPANY = _LOOKS_LIKE | dict(zip("гпияшьдσμδλзл", "rnurwbdouda3n", strict=True))


def without_surrogates(text: str) -> str:
    """Replace what no encoder takes, one for one, so that indexes stay true."""
    return _SURROGATES.sub("\ufffd", text)


def turn_reversed(text: Traced) -> Traced:
    """Put right-to-left overridden runs the way round in which they are read."""
    return text.edited(
        [
            (match.start(), match.end(), _as_read(text.part(*match.span(1))))
            for match in _OVERRIDDEN.finditer(text.text)
        ]
    )


def _as_read(run: Traced) -> Traced:
    """Letters that run right to left anyway are read the same with and without the override."""
    # What isolates within the run, often nothing, would only part it.
    run = run.edited([(*match.span(), NOTHING) for match in _DIRECTIONS.finditer(run.text)])
    right_to_left = any(unicodedata.bidirectional(c) in _RTL for c in run.text)
    return run if right_to_left else run.turned()


def drop_invisible(text: Traced) -> Traced:
    edits: list[Edit] = []
    for match in _IGNORABLE.finditer(text.text):
        before = text.text[match.start() - 1] if match.start() else " "
        after = text.text[match.end() : match.end() + 1]
        # A mark before a Hebrew or Arabic word says which way the line runs.
        marks = match[0] in "\u061c\u200e\u200f" and unicodedata.bidirectional(after or " ") in _RTL
        if unicodedata.category(before) not in _JOINED_CATEGORIES and not marks:
            edits.append((*match.span(), NOTHING))
    return text.edited(edits)


def unify_forms(text: Traced) -> Traced:
    """Apply NFKC and lower case, letter by letter, so that every letter keeps its origin."""
    edits = [
        (*match.span(), join(_unified(cluster) for cluster in _clusters(text.part(*match.span()))))
        for match in _NOT_ASCII.finditer(text.text)
        if unicodedata.normalize("NFKC", match[0]).lower() != match[0] or _has_marks(match[0])
    ]
    edited = text.edited(edits)
    # What is left to lower is ASCII, one for one.
    return Traced(_lower_ascii(edited.text), edited.offsets)


def _lower_ascii(text: str) -> str:
    return text.lower() if text.isascii() else re.sub("[A-Z]+", lambda m: m[0].lower(), text)


def _has_marks(run: str) -> bool:
    return any(unicodedata.category(character) in ("Mn", "Me") for character in run)


def _clusters(run: Traced) -> list[Traced]:
    """Cut before each character that is no combining mark."""
    starts = [
        index
        for index, character in enumerate(run.text)
        if index == 0 or unicodedata.category(character)[0] != "M"
    ]
    return [run.part(a, b) for a, b in zip(starts, [*starts[1:], len(run.text)], strict=True)]


def _unified(cluster: Traced) -> Traced:
    form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster.text).lower())
    if len(form) > LONGEST_FORM * len(cluster.text):
        return cluster
    latin = form[0].isascii() or unicodedata.name(form[0], "").startswith("LATIN")
    # After NFKC a mark on a Latin letter is decoration: the living accents are composed by now.
    kept = form[0] + "".join(
        character
        for character in form[1:]
        if not (latin and unicodedata.category(character) in ("Mn", "Me"))
        and not _OVERLAYS.match(character)
    )
    return cluster if kept == cluster.text else cluster.respelled(kept)


def fold_lookalikes(text: Traced) -> Traced:
    """Give words back the Latin letters that they only seem to be written in."""
    if text.text.isascii():
        return text
    in_latin_text = _is_mostly_latin(text.text)
    edits: list[Edit] = []
    for match in _LETTERS.finditer(text.text):
        if not match[0].isascii():
            plain = _plain_letters(match[0], in_latin_text=in_latin_text)
            if plain != match[0]:
                edits.append((*match.span(), text.part(*match.span()).respelled(plain)))
    return text.edited(edits)


def _is_mostly_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(character.isascii() for character in letters) > len(letters)


def _plain_letters(word: str, *, in_latin_text: bool) -> str:
    if re.search("[a-z]", word):
        word = "".join(_LOOKS_LIKE_IN_COMPANY.get(c, c) for c in word)
    elif len(word) > 1 and SMALL_CAPITALS.keys() >= {*word}:
        word = "".join(map(SMALL_CAPITALS.__getitem__, word))
    elif in_latin_text or not SMALL_CAPITALS.keys().isdisjoint(word):
        lookalike = "".join(_LOOKS_LIKE.get(c, c) for c in word)
        # A Russian word in an English text stays Russian, unless it spells an English one.
        word = lookalike if len(word) > 2 and is_word(lookalike) else word
    return _without_decoration(word)


def _without_decoration(word: str) -> str:
    """Drop accents that only disguise: a word of English in which most letters have one."""
    if word.isascii():
        return word
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    accented = sum(not c.isascii() for c in word)
    if len(bare) < 4 or not bare.isascii():
        return word
    dressed_up = 2 * accented > len(word) and is_word(bare)
    return bare if dressed_up or is_disguised_word(bare) else word
