"""The next version of a site's policy, not yet in force."""

import hashlib
from typing import Any

from django.db import transaction

from articles.audit import canonical
from articles.models import PolicyVersion, Site


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
            digest=hashlib.sha256(canonical(document).encode()).hexdigest(),
        )
