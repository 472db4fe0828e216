"""Lines of a page that are no part of the article: who and when above it, links below it."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_BYLINE = re.compile(
    r"(?:by|author:|written by|about the author:?)\s+(?P<name>[^\d|,@:;!?]{2,80}?)"
    r"(?:,?\s+[^\W\d_]+ (?:editor|writer|reporter|correspondent))?"
    r"(?:\s*[|•·\u2013\u2014].*|,.*\d{4}.*)?",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"(?:posted|published|updated|last updated)?(?: on)?:?\s*(?:[a-z]{3,9}day,? )?"
    rf"(?:{_MONTH} \d{{1,2}}(?:,? \d{{4}})|\d{{1,2}} {_MONTH} \d{{4}}|\d{{4}}-\d\d-\d\d)"
    r"(?:.{0,40}\b(?:\d{1,2}:\d\d|[ap]\.?m\.?|[a-z]{2,4})\b.{0,10})?(?:\s*[|•·].*)?",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"(?:view|see|read) (?:all|more)(?: posts| articles| stories)? (?:by|from) .{2,80}|"
    r"categor(?:y|ies):? .{1,120}|tags?:? .{1,120}|share this.{0,60}|print this.{0,60}|"
    r"about the author:?",
    re.IGNORECASE,
)
_MAX_LENGTH = 160


def is_furniture(text: str) -> bool:
    """Whether the block is a byline, a date or a link of the page, and nothing else."""
    if len(text) > _MAX_LENGTH or text[-1] in '.!?”"':
        return False
    return bool(_LINKS.fullmatch(text) or _DATE_LINE.fullmatch(text) or byline_name(text))


def byline_name(text: str) -> str:
    """Return the name in "By NAME" or "by NAME | date | place", "" if the text is no such line."""
    found = _BYLINE.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    name = found["name"].strip(" .") if found else ""
    return name if name.istitle() or _all_capitalised(name) else ""


def _all_capitalised(name: str) -> bool:
    words = name.split()
    return bool(words) and words[0][0].isupper() and words[-1][0].isupper() and len(words) <= 8
