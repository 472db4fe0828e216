"""A member of staff gets a role at a site, or gives it up."""

from django.db import transaction

from articles import audit
from articles.models import Site
from discussion.models import User
from moderation.models import Membership


def grant_role(user: User, site: Site, role: str, *, actor: str) -> Membership:
    """Store the membership, and in the site's audit who gave it. Twice is once."""
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        membership, made = Membership.objects.get_or_create(user=user, site=site, role=role)
        if made:
            _audit(locked, membership, "membership.given", actor)
    return membership


def revoke_role(membership: Membership, *, actor: str) -> None:
    """Remove the membership; what the person decided stays theirs."""
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=membership.site_id)
        _audit(locked, membership, "membership.taken", actor)
        membership.delete()


def _audit(site: Site, membership: Membership, kind: str, actor: str) -> None:
    data = {"user": membership.user_id, "role": membership.role}
    audit.append_event(site, site_id=site.pk, kind=kind, actor=actor, data=data)
