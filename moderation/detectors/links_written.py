"""The ways in which links are written, from plain ones to those that are to slip through."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from moderation.detectors.links_hosts import as_read, is_within


class Writing(Enum):
    PLAIN = "as a browser takes it"
    SPOKEN = "in words: example dot com"
    DISGUISED = "so that no machine takes it for a link: hxxp, example[.]com"


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the text, its span in code points, end exclusive.

    `host` is in lower case, as a reader sees it; `address` tells whether two links lead to the same
    place; `deceives` says how the writing itself hides that place, if it does.
    """

    start: int
    end: int
    host: str
    address: str
    writing: Writing = Writing.PLAIN
    deceives: str = ""


_REST = r"(?:[/?#:][^\s<>()\"\\]*)?"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ENDINGS = (
    "com|org|net|info|biz|edu|gov|io|xyz|top|site|online|shop|club|app|dev|news|live|test|example"
)
_COUNTRIES = (
    "ai|at|au|be|br|ca|cc|ch|cn|co|cz|de|dk|es|eu|fi|fr|gg|gr|hu|ie|il|in|ir|it|jp|kr|ly|me|mx|nl"
    "|no|nz|pl|pt|ro|ru|se|so|to|tr|tv|ua|uk|us|ws|za"
)
# The others are words as well: "from dot to dot".
_COUNTRIES_ALOUD = "au|ca|ch|cn|co|de|eu|fr|nl|pl|ru|ua|uk"
_HOST = r"(?P<host>[^\s/?#<>()\[\]\"'\\@]{1,253}|\[[0-9a-f:.]+\])"
_MARKDOWN = re.compile(
    r"!?\[(?P<label>[^\[\]\n]{1,300})\]\((?P<target>https?://[^\s()]{1,500})[^()\n]{0,300}\)",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"\b(?:https?|ftp)://(?P<user>[^\s/?#@<>()]{{1,200}}@)?{_HOST}{_REST}", re.I)
_NAMED = re.compile(rf"(?P<host>(?:{_LABEL}\.){{1,5}}(?:{_ENDINGS}|{_COUNTRIES}))\b", re.I)
# A country's ending needs a path: "that is so.To be fair" names no host.
_BARE = re.compile(
    rf"(?<![\w@./:-])(?P<host>www\.(?:{_LABEL}\.){{1,5}}[a-z]{{2,20}}"
    rf"|(?:{_LABEL}\.){{1,5}}(?:{_ENDINGS})"
    rf"|(?:{_LABEL}\.){{1,5}}(?:{_COUNTRIES})(?=/\w))(?![\w@-]|\.\w){_REST}"
)
_DOT = r"(?:\s?[\[({]\s?(?:\.|dot|punkt|punto|point)\s?[\])}]\s?)"
_DISGUISED = re.compile(
    r"\bh(?:xx|\*\*)ps?://(?P<scheme_host>[^\s/?#<>()\"'\\@]{1,253})"
    + _REST
    + rf"|(?<![\w@.-])(?P<host>{_LABEL}(?:{_DOT}{_LABEL}){{0,3}}{_DOT}[a-z]{{2,12}})\b{_REST}",
    re.IGNORECASE,
)
# "The dot com bubble" names no host.
_SPOKEN = re.compile(
    rf"(?<![\w@.-])(?!(?:the|a|that|this|every|of|was)\s)(?P<host>{_LABEL}"
    rf"(?:\s(?:dot|punkt)\s{_LABEL}){{0,2}}\s(?:dot|punkt)\s(?:{_ENDINGS}|{_COUNTRIES_ALOUD}))\b{_REST}",
    re.IGNORECASE,
)
_ANY_DOT = re.compile(rf"{_DOT}|\s(?:dot|punkt)\s", re.IGNORECASE)


def links(text: str) -> list[Link]:
    """Return the links of the text in order; none overlaps another."""
    found: list[Link] = []
    for link in _candidates(text):
        if not any(link.start < other.end and other.start < link.end for other in found):
            found.append(link)
    return sorted(found, key=lambda link: link.start)


def _candidates(text: str) -> Iterator[Link]:
    """Yield possible links, the surest way of writing first."""
    yield from filter(None, map(_from_markdown, _MARKDOWN.finditer(text)))
    for match in _PLAIN.finditer(text):
        yield _link(match, deceives="user name before the host" if match["user"] else "")
    for match in _DISGUISED.finditer(text):
        yield _link(match, Writing.DISGUISED)
    for match in _BARE.finditer(text):
        yield _link(match)
    for match in _SPOKEN.finditer(text):
        yield _link(match, Writing.SPOKEN)


def _from_markdown(match: re.Match[str]) -> Link | None:
    """Return the link, which deceives where its words show another host than it leads to."""
    target = _PLAIN.match(match["target"])
    if target is None:
        return None
    host = _host(target["host"])
    shown = next(
        (_host(m["host"]) for p in (_PLAIN, _NAMED) for m in p.finditer(match["label"])), host
    )
    same = is_within(host, shown.removeprefix("www.")) or is_within(
        shown, host.removeprefix("www.")
    )
    deceives = "user name before the host" if target["user"] else ""
    return Link(
        *match.span(),
        host=host,
        address=match["target"],
        deceives=deceives or ("" if same else f"shows {shown}"),
    )


def _link(match: re.Match[str], writing: Writing = Writing.PLAIN, deceives: str = "") -> Link:
    named = match["host"] or match["scheme_host"]
    return Link(*match.span(), _host(named), match[0], writing, deceives)


def _host(named: str) -> str:
    host = _ANY_DOT.sub(".", named)
    if not host.startswith("["):
        host = host.partition(":")[0]
    return as_read(host.rstrip(".,;!*_"))
