"""A policy version comes into force."""

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import PolicyVersion, Site


def publish_policy(version: PolicyVersion, *, actor: str) -> PolicyVersion:
    """Make the version the site's policy; from now on it cannot change. Twice is once.

    Comments decided from now on are judged by it; what was decided before stays as it is.
    """
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=version.site_id)
        if site.policy_id == version.pk:
            return version
        if version.published_at is None:
            version.published_at = timezone.now()
            version.save(update_fields=["published_at"])
        site.policy = version
        site.save(update_fields=["policy"])
        audit.append_event(
            site,
            site_id=site.pk,
            kind="policy.published",
            actor=actor,
            data={"number": version.number, "digest": version.digest},
        )
    return version
