"""A draft of a policy says something else."""

from django.db import transaction

from articles import audit
from articles.models import PolicyVersion, Site
from articles.policy_audit import document_digest
from discussion.models import User
from moderation.errors import NoDraft, NotAllowed, StaleDraft
from moderation.policy.editing import bare
from moderation.policy.reader import Table
from moderation.roles import Act, may

LONGEST_TITLE = 200


def change_draft(
    draft: PolicyVersion, document: Table, *, seen: str, editor: User
) -> PolicyVersion:
    """Store the document if the draft still is as its digest `seen` says; return the draft anew.

    The document may still be wrong: it is only published when it is right. Nothing changed is no
    event. Raises NotAllowed, NoDraft, StaleDraft.
    """
    if not may(editor, Act.PUBLISH_POLICY, draft.site_id):
        raise NotAllowed
    stored = bare(document)
    digest = document_digest(stored)
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=draft.site_id)
        now = open_draft(draft)
        if now.digest != seen:
            raise StaleDraft
        if now.digest == digest:
            return now
        now.document, now.digest = stored, digest
        now.title = str(stored["title"])[:LONGEST_TITLE]
        now.save(update_fields=["document", "digest", "title"])
        audit.append_event(
            site,
            site_id=site.pk,
            kind="policy.draft_changed",
            actor=f"user:{editor.pk}",
            data={"number": now.number, "digest": digest},
        )
    return now


def open_draft(draft: PolicyVersion) -> PolicyVersion:
    """Return the draft as it is now, its site's row being locked. Raises NoDraft."""
    now = PolicyVersion.objects.filter(pk=draft.pk, published_at=None).first()
    if now is None:
        raise NoDraft
    return now
