"""What the detectors may know of a site."""

from functools import lru_cache

from articles.models import Blocklist, Site
from moderation.detectors.base import SiteProfile


def profile_of(site: Site) -> SiteProfile:
    """Return the site's names, people and phrases, frozen for one claim."""
    try:
        phrases, domains = _blocklist(site.pk, site.blocklist_digest)
    except _Outdated as outdated:
        phrases, domains = outdated.lists
    return SiteProfile(
        name=site.name,
        aliases=tuple(site.aliases),
        domain=site.domain,
        handles=tuple(site.handles),
        staff=tuple(site.staff),
        contacts=tuple(site.contacts),
        languages=tuple(site.languages),
        blocked_phrases=phrases,
        blocked_domains=domains,
    )


Lists = tuple[tuple[str, ...], tuple[str, ...]]


class _Outdated(Exception):
    """The lists were changed since the site was read: good to judge by, not to be kept."""

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self.lists = lists


@lru_cache(maxsize=128)
def _blocklist(site_id: int, digest: str) -> Lists:
    """Return the site's blocked phrases and domains: read once a process and version.

    Always the same tuples, so that a detector finds what it made of them without comparing each.
    """
    blocklist = (
        Blocklist.objects.select_related("site").filter(site_id=site_id).first() if digest else None
    )
    if blocklist is None:
        return (), ()
    lists = tuple(blocklist.phrases), tuple(blocklist.domains)
    if blocklist.site.blocklist_digest != digest:
        raise _Outdated(lists)
    return lists
