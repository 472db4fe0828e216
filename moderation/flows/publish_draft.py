"""A draft comes into force."""

from collections.abc import Collection

from django.db import transaction

from articles.errors import PolicyRefused
from articles.flows.publish_policy import publish_policy
from articles.models import PolicyVersion, Site
from articles.policy_audit import document_digest
from discussion.models import User
from moderation.errors import NotAllowed, PolicyMoved, StaleDraft
from moderation.flows.change_draft import open_draft
from moderation.policy.document import PolicyInvalid, applicable_policy, document_from_policy
from moderation.roles import Act, may


def publish_draft(
    draft: PolicyVersion,
    *,
    seen: str,
    instead_of: int,
    produced: Collection[str],
    editor: User,
) -> PolicyVersion:
    """Publish the draft that was confirmed: the one of the digest `seen`, in the place of the
    version number `instead_of`, from which the difference was shown.

    `produced` are the attributes that a rule may ask for. The document is stored in its one
    canonical form. A draft that is older than the version in force gets the next number: readers
    count on later ones being higher. Raises NotAllowed, NoDraft, StaleDraft, PolicyMoved,
    PolicyRefused.
    """
    if not may(editor, Act.PUBLISH_POLICY, draft.site_id):
        raise NotAllowed
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=draft.site_id)
        now = open_draft(draft)
        if now.digest != seen:
            raise StaleDraft
        if site.published_policy.number != instead_of:
            raise PolicyMoved
        _make_canonical(now, produced)
        if now.number < instead_of:
            now.number = _next_number(site)
        now.save(update_fields=["document", "digest", "title", "number"])
        return publish_policy(now, actor=f"user:{editor.pk}")


def _make_canonical(draft: PolicyVersion, produced: Collection[str]) -> None:
    try:
        policy = applicable_policy(draft.document, produced)
    except PolicyInvalid as invalid:
        raise PolicyRefused("The draft has problems that have to be mended first.") from invalid
    draft.document = document_from_policy(policy)
    draft.digest, draft.title = document_digest(draft.document), policy.title


def _next_number(site: Site) -> int:
    numbers = PolicyVersion.objects.filter(site=site).order_by("-number")
    return numbers.values_list("number", flat=True)[0] + 1
