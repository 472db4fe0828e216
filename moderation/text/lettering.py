"""Undo lettering: signs that are drawn as letters, in boxes, as flags, small, or upside down."""

import re
import unicodedata

from anyascii import anyascii

from moderation.text.traced import Edit, Traced
from moderation.text.words import is_word


def _enclosed() -> dict[str, str]:
    """Return letters in circles, squares and brackets by the letter in them."""
    points = [*range(0x249C, 0x24EA), *range(0x1F110, 0x1F16A), *range(0x1F170, 0x1F18A)]
    letters = ((chr(point), unicodedata.name(chr(point), "").split()[-1]) for point in points)
    return {sign: name.lower() for sign, name in letters if len(name) == 1}


def _small_capitals() -> dict[str, str]:
    blocks = [*range(0x250, 0x2B0), *range(0x1D00, 0x1D2C), *range(0xA730, 0xA732)]
    return {
        chr(point): anyascii(chr(point)).lower()
        for point in blocks
        if "SMALL CAPITAL" in unicodedata.name(chr(point), "") and len(anyascii(chr(point))) == 1
    }


_ENCLOSED = _enclosed()
SMALL_CAPITALS = _small_capitals()
_FLAG_LETTERS = {chr(0x1F1E6 + at): chr(ord("a") + at) for at in range(26)}
# Turned letters, and the plain ones that are letters upside down as well.
_TURNED = dict(zip("ɐɔǝɟƃɓɥᴉıɾʞןɯɹʇʌʍʎ⅄", "acefgghiijklmrtvwyy", strict=True))
_UPRIGHT = _TURNED | dict(zip("qpubdnloszx", "bdnqpuloszx", strict=True))

# Phonetic spelling has most of the turned letters, but none of these.
_NEVER_PHONETIC = frozenset("ǝƃᴉʞʇ")

_SIGN = f"[{''.join(_ENCLOSED)}]\ufe0f?"
# Two side by side, one within a word, or four that are spaced alike. One alone is a bullet, a blood
# group or a car park.
_BOXES = re.compile(
    rf"(?:{_SIGN}){{2,}}|(?<=[a-zA-Z]){_SIGN}|{_SIGN}(?=[a-zA-Z])"
    rf"|{_SIGN}([^\w])(?:{_SIGN}\1){{2,}}{_SIGN}"
)
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{3,}")
_STOOD_ON_HEAD = re.compile(
    rf"(?<!\w)[{''.join(_UPRIGHT)}](?:[{''.join(_UPRIGHT)} '.,!?˙¡¿]*[{''.join(_UPRIGHT)}])?(?!\w)"
)
# The codes of ISO 3166 that have a flag.
_COUNTRIES = re.compile(
    "(?:a[cdefgilmoqrstuwxz]|b[abdefghijlmnoqrstvwyz]|c[acdfghiklmnopruvwxyz]|d[egjkmoz]|e[aceghrstu]"
    "|f[ijkmor]|g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[cdelmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]"
    "|m[acdefghklmnopqrstuvwxyz]|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]"
    "|s[abcdeghijklmnorstvxyz]|t[acdfghjklmnortvwz]|u[agkmnsyz]|v[aceginu]|w[fs]|xk|y[et]|z[amw])+"
)


def unbox_letters(text: Traced) -> Traced:
    """Write letters in boxes as letters where several make a word."""
    if text.text.isascii():
        return text
    edits = [_respelled(text, match, _ENCLOSED) for match in _BOXES.finditer(text.text)]
    for match in _FLAGS.finditer(text.text):
        letters = "".join(map(_FLAG_LETTERS.__getitem__, match[0]))
        if is_word(letters) or not _COUNTRIES.fullmatch(letters):
            edits.append(_respelled(text, match, _FLAG_LETTERS))
    return text.edited(sorted(edits, key=lambda edit: edit[0]))


def _respelled(text: Traced, match: re.Match[str], letters: dict[str, str]) -> Edit:
    spelled = "".join(letters.get(sign, sign) for sign in match[0] if sign != "\ufe0f")
    return (*match.span(), text.part(*match.span()).respelled(spelled))


def set_upright(text: Traced) -> Traced:
    """Turn the page where words stand on their heads: they run from right to left, too."""
    if text.text.isascii():
        return text
    edits: list[Edit] = []
    for match in _STOOD_ON_HEAD.finditer(text.text):
        upright = "".join(_UPRIGHT.get(sign, sign) for sign in reversed(match[0]))
        if _stands_on_head(match[0], upright):
            edits.append((*match.span(), Traced(upright, text.offsets[slice(*match.span())][::-1])))
    return text.edited(edits)


def _stands_on_head(signs: str, upright: str) -> bool:
    turned = [sign for sign in signs if sign in _TURNED]
    longer = [word for word in re.findall("[a-z]+", upright) if len(word) > 3]
    if len(turned) > 2 and not _NEVER_PHONETIC.isdisjoint(turned):
        return True
    return len(turned) > 1 and bool(longer) and all(map(is_word, longer))
