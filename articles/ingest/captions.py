"""Which paragraph is a picture's caption: the one that ends in a parenthesised credit."""

import re

from articles.ingest.parsed import Picture

MAX_CREDIT = 200
MAX_CAPTION_WORDS = 120

# Words by which a credit says that it is one.
_CREDIT_WORD = re.compile(
    r"\b(?:photo\w*|credits?|courtesy|screen ?shots?|screen ?grabs?|screen captures?|file photo|"
    r"illustrations?|cartoons?|handout|getty|wikimedia|creative commons|public domain|"
    r"shutterstock|alamy|flickr|unsplash|cc[ -]by|cc0)\b|©",
    re.IGNORECASE,
)
# Words that stand in credits and in remarks alike: "He spoke to them (via video)."
_PICTURE_WORD = re.compile(
    r"\b(?:images?|pictures?|stills?|graphics?|drawings?|maps?|footage|video|via|pool)\b",
    re.IGNORECASE,
)
# Who is credited by a name alone; capitals matter ("epa" and "pa" are words elsewhere).
_SOURCE = re.compile(
    r"\b(?:AP|AFP|EPA|EFE|DPA|ANSA|PA|UPI|TASS|IRNA|SANA|KCNA|Reuters|REUTERS|Associated Press|"
    r"Agence France-Presse|Anadolu|Xinhua|Yonhap|Kyodo|Sputnik|Ukrinform|ZUMA|Sipa|SIPA|IMAGO|"
    r"Maxar|Planet Labs|NASA|White House|Kremlin|Pentagon|DoD|IDF|CENTCOM|Navy|Army|Air Force|"
    r"Marine Corps|Coast Guard|Ministry|Department|Office|Service|News|Press|Media|Telegram|"
    r"Twitter|YouTube|Facebook|File)\b"
)
# A credit is no clause. These words, in lower case, make it a remark of the author's.
_REMARK = re.compile(
    r"\b(?:which|who|whom|was|were|is|are|be|been|has|have|had|could|would|will|can|not|said|says|"
    r"see|read|known|called|according|later|when|while|including|formerly|then|now|also|about|"
    r"because|though|although|but|if|it|he|she|they|we|percent|million|billion)\b"
)
_SMALL_WORDS = re.compile(r"and|by|de|for|from|of|the|van|von")
# A finished sentence or a date. A paragraph of the body would close its sentence behind the
# parenthesis: "... the agreement of 2010 (New START)."
_CAPTION_ENDS = '.!?”"0123456789'


def read_caption(text: str) -> Picture | None:
    """Return the picture that the paragraph captions, None for a paragraph of the body.

    The parenthesis is a credit if it names a picture, a source or "Name/Agency", or if it is a
    bare name behind a finished sentence or a date: "... in Kyiv, March 3. (Ana Ruiz)".
    """
    parts = _split_at_last_parenthesis(text)
    if parts is None:
        return None
    before, inside, after = parts
    if not inside or len(inside) > MAX_CREDIT or len(before.split()) > MAX_CAPTION_WORDS:
        return None
    return Picture(before, inside) if _is_credit(before, inside, after) else None


def _split_at_last_parenthesis(text: str) -> tuple[str, str, str] | None:
    """Return what stands before, in and after the parenthesis that ends the text."""
    stripped = text.rstrip(" .")
    if not stripped or stripped[-1] not in ")]":
        return None
    depth = 0
    for place in range(len(stripped) - 1, -1, -1):
        depth += (stripped[place] in ")]") - (stripped[place] in "([")
        if depth == 0:
            inside = stripped[place + 1 : -1].strip()
            return stripped[:place].strip(), inside, text[len(stripped) :].strip()
    return None


def _is_credit(before: str, inside: str, after: str) -> bool:
    if _REMARK.search(inside):
        return False
    if _CREDIT_WORD.search(inside):
        return True
    if after:
        # "..., the ministry said (Reuters)." is a sentence that names its source.
        return False
    if _PICTURE_WORD.search(inside) or _is_name_and_agency(inside):
        return True
    if not _is_a_name(inside):
        return False
    return bool(_SOURCE.search(inside)) or not before or before[-1] in _CAPTION_ENDS


def _is_name_and_agency(inside: str) -> bool:
    """Whether it reads "Name/Agency"; capitals tell it from "and/or"."""
    name, slash, agency = (part.strip() for part in inside.partition("/"))
    return bool(slash and name[:1].isupper() and agency[:1].isupper())


def _is_a_name(inside: str) -> bool:
    words = inside.split()
    capitals = all(not word[0].islower() or _SMALL_WORDS.fullmatch(word) for word in words)
    return words[0][0].isupper() and capitals and len(words) <= 8
