"""A new publication, ready to take articles."""

from typing import Any

from django.db import IntegrityError, transaction

from articles import audit
from articles.errors import SlugTaken
from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from articles.models import Site
from articles.slugs import site_slug


def create_site(*, name: str, document: dict[str, Any], actor: str, **fields: Any) -> Site:
    """Create the site with its first policy version, published.

    `fields` are further columns of Site. The document must have been checked: this app does not
    know which rules a machine can apply. Raises SlugTaken.
    """
    slug = site_slug(name)
    try:
        with transaction.atomic():
            site = Site.objects.create(name=name, slug=slug, **fields)
            audit.append_event(
                site, site_id=site.pk, kind="site.created", actor=actor, data={"slug": slug}
            )
            publish_policy(draft_policy(site, document), actor=actor)
    except IntegrityError as error:
        raise SlugTaken(f"Another site is known as “{slug}”.") from error
    site.refresh_from_db()
    return site
