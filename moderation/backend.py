"""Memberships as Django's permissions, for apps below that may not ask for roles themselves."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser

from articles.models import Site
from discussion.models import User
from discussion.pages.people import COMMENT_AS_STAFF
from moderation.roles import Act, may


class MembershipBackend(BaseBackend):
    """Signs nobody in; says what members of a site's staff may do there."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """Whether the user, by a membership, has the permission at the site `obj`."""
        return (
            perm == COMMENT_AS_STAFF
            and isinstance(obj, Site)
            and isinstance(user_obj, User)
            and may(user_obj, Act.ANSWER, obj.pk)
        )
