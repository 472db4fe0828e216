"""A draft of a policy is given up."""

from django.db import transaction

from articles import audit
from articles.models import PolicyVersion, Site
from discussion.models import User
from moderation.errors import NotAllowed, StaleDraft
from moderation.flows.change_draft import open_draft
from moderation.roles import Act, may


def drop_draft(draft: PolicyVersion, *, seen: str, editor: User) -> None:
    """Delete the draft if it still is as its digest `seen` says; the audit keeps that it was there.

    Raises NotAllowed, NoDraft, StaleDraft.
    """
    if not may(editor, Act.PUBLISH_POLICY, draft.site_id):
        raise NotAllowed
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=draft.site_id)
        now = open_draft(draft)
        if now.digest != seen:
            raise StaleDraft
        audit.append_event(
            site,
            site_id=site.pk,
            kind="policy.draft_dropped",
            actor=f"user:{editor.pk}",
            data={"number": now.number, "digest": now.digest},
        )
        now.delete()
