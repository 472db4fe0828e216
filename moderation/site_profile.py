"""What the detectors may know of a site."""

from articles.models import Site
from moderation.detectors.base import SiteProfile


def profile_of(site: Site) -> SiteProfile:
    """Return the site's names, people and phrases, frozen for one claim."""
    return SiteProfile(
        name=site.name,
        aliases=tuple(site.aliases),
        domain=site.domain,
        handles=tuple(site.handles),
        staff=tuple(site.staff),
        contacts=tuple(site.contacts),
        languages=tuple(site.languages),
        blocked_phrases=tuple(
            line.strip() for line in site.blocked_phrases.splitlines() if line.strip()
        ),
    )
