"""The next version of a site's policy, not yet in force."""

from typing import Any

from django.db import transaction

from articles.models import PolicyVersion, Site
from articles.policy_audit import document_digest


def draft_policy(site: Site, document: dict[str, Any]) -> PolicyVersion:
    """Store the document as the site's next version. The caller has checked it."""
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)  # two drafts at once get two numbers
        last = PolicyVersion.objects.filter(site=site).order_by("-number").first()
        return PolicyVersion.objects.create(
            site=site,
            number=last.number + 1 if last else 1,
            title=document["title"],
            document=document,
            digest=document_digest(document),
        )
