"""The author's note: "NAME is the ROLE of PUBLICATION, follow ... @handle"."""

import re

from articles.ingest.parsed import Byline

MAX_NOTE_WORDS = 120
MAX_NAME, MAX_ROLE = 120, 200

_SENTENCE = re.compile(r"(?P<name>[^\n:;!?@]{2,120}?) (?:is|are|was|were|serves as) (?P<rest>.+)")
_SMALL_NAME_WORDS = re.compile(
    r"al|and|bin|bint|da|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|y|zu"
)
# Trailing underscores belong to a handle, a trailing full stop does not; addresses are no handles.
_HANDLE = re.compile(r"(?<![\w.@/+-])@(\w{1,50}(?:\.\w{1,50}){0,4})")
_PROFILE = re.compile(r"\b(?:x|twitter)\.com/@?(\w{1,50})", re.IGNORECASE)
_FOLLOW = re.compile(
    r"\b(?:follow|find|reach|contact) (?:him|her|them|me|us|the author)\b|\bon (?:X|Twitter)\b",
    re.IGNORECASE,
)
_FOLLOW_ALONE = re.compile(
    r"(?:you can )?(?:follow|find|reach|contact) (?:him|her|them|me)\b|"
    r"(?:he|she|they) (?:tweets?|posts?|can be (?:followed|found|reached|contacted))\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:editor|writer|reporter|correspondent|columnist|journalist|host|co-host|author|"
    r"contributor|producer|blogger|cartoonist|photographer|photojournalist|fellow|analyst|"
    r"commentator|researcher|freelancer|historian|broadcaster|podcaster|intern|staff)s?\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:(?:the|a|an|our|also|currently)\s+)+", re.IGNORECASE)
_OWNED = re.compile(r"(?P<owner>[A-Z][^,;(\u2019']{0,80}?)[\u2019']s? (?P<role>.+)")
_CLAUSE_END = re.compile(
    r"[,;(]|\.(?=\s|$)|\s+(?:who|whose|based|living|where|covering|specializing|specialising)\b|"
    r"\s+(?:and\s+)?(?=[Ff]ollow\b)|\s+on\s+(?=X\b|Twitter\b)"
)
_OF = re.compile(r"\s+(?:of|at|for|with)\s+")
_ELSEWHERE = re.compile(r"\s+(?:and|or)\s+(?=[a-z])|\s+in\s+")


def read_author_note(text: str) -> Byline | None:
    """Return who the note says wrote the article, None if the text is no author's note.

    A note says what somebody is, in a trade of the press or with where to follow them. Whether
    the last paragraph of the body is one ("Vera Lind is the author of the treaty") nobody can
    tell from the words alone; the caller looks at the place.
    """
    sentence = _SENTENCE.match(text)
    if sentence is None or len(text.split()) > MAX_NOTE_WORDS:
        return None
    name, rest = sentence["name"].strip(" ,"), sentence["rest"]
    if not _is_a_name(name):
        return None
    if not (_TRADE.search(rest) or is_to_follow(text)):
        return None
    role, publication = _role_and_publication(rest)
    return Byline(name, role, publication, read_handle(text))


def read_handle(text: str) -> str:
    """Return the first handle with its @, "" if there is none."""
    found = _HANDLE.search(text) or _PROFILE.search(text)
    return f"@{found[1]}" if found else ""


def is_to_follow(text: str) -> bool:
    """Whether the text says where to follow somebody."""
    return bool(read_handle(text) or _FOLLOW.search(text))


def is_follow_alone(text: str) -> bool:
    """Whether the text is the second sentence of a note: "Follow her @handle"."""
    return bool(_FOLLOW_ALONE.match(text)) and len(text.split()) <= 25


def _is_a_name(name: str) -> bool:
    words = name.replace(",", " ").split()
    capitals = (not word[0].islower() or _SMALL_NAME_WORDS.fullmatch(word) for word in words)
    return name[0].isupper() and len(words) <= 12 and all(capitals)


def _role_and_publication(rest: str) -> tuple[str, str]:
    """Return both as printed, from what follows "is"; the article before the role is left out."""
    words = _ARTICLE.sub("", rest, count=1) if _ARTICLE.match(rest) else rest
    owned = _OWNED.match(words)
    if owned:
        return _CLAUSE_END.split(owned["role"], maxsplit=1)[0][:MAX_ROLE].strip(), owned["owner"]
    clause = _CLAUSE_END.split(words, maxsplit=1)[0].strip()
    role, _, publication = clause.partition(match[0] if (match := _OF.search(clause)) else "\n")
    publication = _ELSEWHERE.split(publication, maxsplit=1)[0]
    return role[:MAX_ROLE].strip(), publication.removeprefix("the ").strip(" .“”\"'")
