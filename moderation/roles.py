"""Who may do what: one table, asked by the API, the admin and the flows."""

from enum import StrEnum

from articles.models import Site
from discussion.models import User
from moderation.models import Membership

Role = Membership.Role


class Act(StrEnum):
    """What members of staff do at a site."""

    SEE = "see"
    DECIDE = "decide"
    PUBLISH_POLICY = "publish_policy"
    SET_UP = "set_up"


ROLES: dict[Act, frozenset[str]] = {
    Act.SEE: frozenset(Role.values),
    Act.DECIDE: frozenset({Role.MODERATOR, Role.SENIOR_MODERATOR}),
    Act.PUBLISH_POLICY: frozenset({Role.POLICY_EDITOR}),
    # Sites, keys and memberships are the operator's: superusers alone.
    Act.SET_UP: frozenset(),
}


def sites_where(user: User, act: Act) -> set[int]:
    """Return the ids of the sites where the user may do that: one query."""
    if not user.is_active:
        return set()
    if user.is_superuser:
        return set(Site.objects.values_list("pk", flat=True))
    memberships = Membership.objects.filter(user=user, role__in=ROLES[act])
    return set(memberships.values_list("site_id", flat=True))


def may(user: User, act: Act, site_id: int) -> bool:
    """Whether the user may do that at the site."""
    return site_id in sites_where(user, act)
