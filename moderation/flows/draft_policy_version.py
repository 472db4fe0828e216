"""A policy editor begins the next version of a site's policy."""

from django.db import transaction

from articles import audit
from articles.flows.draft_policy import draft_policy
from articles.models import PolicyVersion, Site
from discussion.models import User
from moderation.errors import NotAllowed
from moderation.roles import Act, may


def draft_policy_version(site: Site, *, editor: User) -> PolicyVersion:
    """Store a draft that says what the policy in force says. Raises NotAllowed."""
    if not may(editor, Act.PUBLISH_POLICY, site.pk):
        raise NotAllowed
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        draft = draft_policy(locked, locked.published_policy.document)
        audit.append_event(
            locked,
            site_id=site.pk,
            kind="policy.drafted",
            actor=f"user:{editor.pk}",
            data={"number": draft.number, "digest": draft.digest},
        )
    return draft
