"""`links`: more links than a comment needs, or one that hides where it leads."""

import re
import unicodedata
from pathlib import Path

from moderation.detectors.base import Finding, Material, Span, make_producer

# Three sources make an argument; more is a list, and lists of links are what spam is made of.
MOST_LINKS = 3

_LINK = re.compile(
    r"\b(?:https?|ftp)://(?P<user>[^\s/?#@<>()]{1,200}@)?(?P<host>[^\s/?#<>()\[\]\"'\\]{1,253}|\[[0-9a-f:.]+\])"
    r"|(?<![\w@.])(?P<bare>www\.[^\s/?#<>()\"'\\]{1,250})",
    re.IGNORECASE,
)
_SHORTENERS = frozenset({
    "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly",
    "s.id", "shorturl.at", "t.co", "t.ly", "t.me", "tiny.cc", "tinyurl.com", "v.gd", "wa.me",
})  # fmt: skip
_IPV4 = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|0x[0-9a-f]+|\d{8,10})")


class Links:
    attributes: tuple[str, ...] = ("links",)
    producer = make_producer("links", "1", Path(__file__))

    def detect(self, material: Material) -> list[Finding]:
        """Return 1.0 for too many links or a deceptive one; a link to the site itself is none.

        The plain view is read: what counts is where a reader's click would lead.
        """
        found = [
            (match, host)
            for match in _LINK.finditer(material.views.plain)
            if not _is_within(host := _host(match), material.site.domain)
        ]
        spans = [
            Span(*match.span(), why) for match, host in found if (why := _deceives(match, host))
        ]
        if len(found) > MOST_LINKS:
            spans += [Span(*match.span(), "too many links") for match, _ in found[MOST_LINKS:]]
        ordered = tuple(sorted(spans, key=lambda span: span.start))
        return [Finding(self.attributes[0], float(bool(spans)), self.producer, ordered)]


def _host(match: re.Match[str]) -> str:
    host = match["host"] or match["bare"]
    bracketed = host.startswith("[")
    return (host if bracketed else host.partition(":")[0]).rstrip(".,;!*_").lower()


def _is_within(host: str, domain: str) -> bool:
    return bool(domain) and (host == domain.lower() or host.endswith("." + domain.lower()))


def _deceives(match: re.Match[str], host: str) -> str | None:
    """Say how the address hides where it leads, or return None."""
    if match["user"]:
        return "user name before the host"
    if host.startswith("[") or _IPV4.fullmatch(host):
        return "address without a name"
    if host.removeprefix("www.") in _SHORTENERS:
        return "shortened address"
    if any(_mixes_scripts(_as_read(label)) for label in host.split(".")):
        return "look-alike letters"
    return None


def _as_read(label: str) -> str:
    """Return a punycode label as a browser's reader would see it."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def _mixes_scripts(label: str) -> bool:
    """Tell whether letters of several scripts stand in one label.

    A label all of look-alikes (Cyrillic that reads "apple") passes, as honest Russian ones do.
    """
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    together = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "KATAKANA-HIRAGANA"}
    return len(scripts - together) > 1
