"""`links`: more links than a comment needs, or one that hides where it leads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.detectors import links_hosts as hosts
from moderation.detectors import links_written as written
from moderation.detectors.base import Finding, Material, SiteProfile, Span, make_producer
from moderation.detectors.links_written import Link, Writing

# Three sources make an argument; more is a list, and lists of links are what spam is made of.
MOST_LINKS = 3

_SHORTENERS = frozenset({
    "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly",
    "s.id", "shorturl.at", "t.co", "t.ly", "t.me", "tiny.cc", "tinyurl.com", "v.gd", "wa.me",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How sure it is that a link means no good, in [0, 1], and why."""

    value: float
    why: str


_EVASIONS = {
    Writing.DISGUISED: Suspicion(0.8, "disguised address"),
    Writing.SPOKEN: Suspicion(0.6, "address in words"),
}


class Links:
    attributes: tuple[str, ...] = ("links",)
    producer = make_producer(
        "links", "2", *map(Path, (__file__, hosts.__file__, written.__file__)), hosts.KNOWN_FILE
    )

    def detect(self, material: Material) -> list[Finding]:
        """Return the worst that is said of any link; a link to the site itself is none.

        The plain view is read: what counts is where a reader's click would lead.
        """
        site = material.site
        own = site.domain.lower()
        links = [
            link
            for link in written.links(material.views.plain)
            if not hosts.is_within(link.host, own) or link.deceives
        ]
        found = [(link, said) for link in links for said in _suspicions(link, site)]
        found += [(link, Suspicion(1.0, "too many links")) for link in _beyond_enough(links)]
        spans = {Span(link.start, link.end, said.why) for link, said in found}
        ordered = tuple(sorted(spans, key=lambda span: (span.start, span.end, span.why)))
        value = max((said.value for _, said in found), default=0.0)
        return [Finding(self.attributes[0], value, self.producer, ordered)]


def _beyond_enough(links: list[Link]) -> list[Link]:
    """Return the links after the third; the same address twice is one."""
    distinct = {link.address: link for link in reversed(links)}
    in_order = sorted(distinct.values(), key=lambda link: link.start)
    return in_order[MOST_LINKS:]


def _suspicions(link: Link, site: SiteProfile) -> Iterator[Suspicion]:
    for judge in _JUDGES:
        if (said := judge(link, site)) is not None:
            yield said


def _blocked(link: Link, site: SiteProfile) -> Suspicion | None:
    blocked = any(hosts.is_within(link.host, domain) for domain in site.blocked_domains)
    return Suspicion(1.0, "blocked domain") if blocked else None


def _deceptive(link: Link, site: SiteProfile) -> Suspicion | None:
    if link.deceives:
        return Suspicion(1.0, link.deceives)
    if hosts.is_number(link.host):
        return Suspicion(1.0, "address without a name")
    imitation = hosts.imitates(link.host, site.domain.lower())
    return Suspicion(1.0, imitation) if imitation else None


def _shortened(link: Link, site: SiteProfile) -> Suspicion | None:
    shortened = link.host.removeprefix("www.") in _SHORTENERS
    return Suspicion(0.6, "shortened address") if shortened else None


def _evasive(link: Link, site: SiteProfile) -> Suspicion | None:
    """Names that everybody knows are said aloud without a second thought: "archive dot org"."""
    if link.writing is Writing.PLAIN or hosts.is_known(link.host):
        return None
    return _EVASIONS[link.writing]


_JUDGES: tuple[Callable[[Link, SiteProfile], Suspicion | None], ...] = (
    _blocked,
    _deceptive,
    _shortened,
    _evasive,
)
