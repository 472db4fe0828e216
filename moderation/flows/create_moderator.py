"""A member of staff with a role, who needs to be nothing more."""

import secrets
from collections.abc import Iterable

from django.db import transaction

from articles import audit
from articles.models import Site
from discussion.models import User
from moderation.models import Membership


def create_moderator(username: str, *, sites: Iterable[Site], role: str, actor: str) -> str:
    """Create the account with the role at the sites; return its random password, kept nowhere else.

    Raises IntegrityError when the name is taken.
    """
    password = secrets.token_urlsafe(15)
    with transaction.atomic():
        user = User.objects.create_user(username, password=password, is_staff=True)
        for site in Site.objects.select_for_update().filter(pk__in=[site.pk for site in sites]):
            Membership.objects.create(user=user, site=site, role=role)
            audit.append_event(
                site,
                site_id=site.pk,
                kind="membership.given",
                actor=actor,
                data={"user": user.pk, "role": role},
            )
    return password
