"""Read through entities, escapes, HTML and Markdown to the words a reader would see.

Nothing that is visible gets lost: what a tag or a link carries beside its words (an address, a
title) is set aside and follows at the end.
"""

import base64
import html
import re
from urllib.parse import unquote

from moderation.text.traced import NOTHING, Edit, Traced, join

# `&amp;#105;` decodes in steps: the steps are taken at once, or nesting would cost a round each.
_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PERCENT = re.compile(r"(?:%(?:25)*[0-9A-Fa-f]{2}){3,}")
_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{2,3}={1,2})?(?![\w+/=])"
)
_NESTED_PERCENT = re.compile(r"%(?:25)+(?=[0-9A-Fa-f]{2})")

_COMMENT = re.compile(r"<!--([^<]*?)-->")
_TAG_NAMES = (
    "a|abbr|b|base|blockquote|body|br|button|code|details|div|em|embed|font|form|h[1-6]|head|hr|html"
    "|i|iframe|img|input|ins|kbd|li|link|mark|math|meta|object|ol|p|pre|q|s|script|small|span|strike"
    "|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|th|title|tr|tt|u|ul|video|wbr"
)
_TAG = re.compile(rf"</?(?:{_TAG_NAMES})(?:[\s/]([^<>]*))?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\n]*)\)")
_EMPHASIS = re.compile(r"(\*{1,3}|~~)(?=[^\s*~])([^*~\n]*[^\s*~])\1")
_UNDERSCORES = re.compile(r"(?<![^\W_])(_{1,3})(?=[^\s_])([^_\n]*[^\s_])\1(?![^\W_])")
_LINE_SIGNS = re.compile(r"^[ \t]*(?:(?:>|#{1,6}[ ])[ \t]*)+", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def decode_escapes(text: Traced) -> Traced:
    """Turn entities, percent-escapes and base64 into what they stand for."""
    if "&" in text.text:
        text = text.edited(
            [
                (*match.span(), text.part(*match.span()).respelled(character))
                for match in _ENTITY.finditer(text.text)
                if (character := html.unescape(f"&{match[1]};")) != match[0]
            ]
        )
    if "%" in text.text:
        text = text.edited(
            [
                (*match.span(), text.part(*match.span()).respelled(characters))
                for match in _PERCENT.finditer(text.text)
                if (characters := _unquoted(match[0])) is not None
            ]
        )
    return text.edited(
        [
            (*match.span(), text.part(*match.span()).respelled(words))
            for match in _BASE64.finditer(text.text)
            if (words := _decoded(match[0])) is not None
        ]
    )


def _unquoted(escapes: str) -> str | None:
    try:
        return unquote(_NESTED_PERCENT.sub("%", escapes), errors="strict")
    except UnicodeDecodeError:
        return None


def _decoded(letters: str) -> str | None:
    """Return the words that base64 spells; None where it spells none, as a long name would."""
    words = base64.b64decode(letters + "=" * (-len(letters) % 4))
    readable = words.isascii() and words.decode("ascii", "replace").isprintable()
    return words.decode("ascii") if readable and b" " in words else None


def strip_markup(text: Traced) -> Traced:
    """Leave the words: of a tag nothing, of a link its words, of emphasis what is emphasised."""
    if "<" in text.text:
        text = _set_aside(text, _COMMENT, shown=None, aside=1)
        text = _set_aside(text, _TAG, shown=None, aside=1)
    if "](" in text.text:
        text = _set_aside(text, _LINK, shown=1, aside=2)
    for pattern in (_EMPHASIS, _UNDERSCORES):
        text = text.edited(
            [(*match.span(), text.part(*match.span(2))) for match in pattern.finditer(text.text)]
        )
    for pattern in (_LINE_SIGNS, _BACKTICKS, _ESCAPE):
        text = text.edited([(*match.span(), NOTHING) for match in pattern.finditer(text.text)])
    return text


def _set_aside(text: Traced, pattern: re.Pattern[str], *, shown: int | None, aside: int) -> Traced:
    """Keep group `shown` of each match in place and move group `aside` to the end."""
    edits: list[Edit] = []
    asides: list[Traced] = []
    for match in pattern.finditer(text.text):
        kept = NOTHING if shown is None else text.part(*match.span(shown))
        edits.append((*match.span(), kept))
        if (match[aside] or "").strip():
            start, end = match.span(aside)
            asides += [text.part(start, start + 1).respelled("\n"), text.part(start, end)]
    return join([text.edited(edits), *asides]) if asides else text.edited(edits)
