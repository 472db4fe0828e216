"""Who may do what: one table, asked by the API, the admin and the flows."""

from enum import StrEnum

from articles.models import Site
from discussion.models import User
from moderation.models import Membership

Role = Membership.Role


_MODERATORS = frozenset({Role.MODERATOR, Role.SENIOR_MODERATOR})
_SENIORS = frozenset({Role.SENIOR_MODERATOR})


class Act(StrEnum):
    """What members of staff do at a site."""

    SEE = "see"
    ANSWER = "answer"
    DECIDE = "decide"
    HOLD_AUTHORS = "hold_authors"
    RESTRICT_AUTHORS = "restrict_authors"
    FORGET_AUTHORS = "forget_authors"
    DECIDE_APPEALS = "decide_appeals"
    ESCALATE = "escalate"
    LIFT_ESCALATIONS = "lift_escalations"
    RUN_DESK = "run_desk"
    RUN_JOBS = "run_jobs"
    PUBLISH_POLICY = "publish_policy"
    SET_UP = "set_up"


ROLES: dict[Act, frozenset[str]] = {
    Act.SEE: frozenset(Role.values),
    # In the discussion, under their own name.
    Act.ANSWER: frozenset({Role.READER_SUPPORT, Role.MODERATOR, Role.SENIOR_MODERATOR}),
    Act.DECIDE: _MODERATORS,
    # Warnings, and "always hold", which takes nothing away for good.
    Act.HOLD_AUTHORS: _MODERATORS,
    Act.RESTRICT_AUTHORS: _SENIORS,
    Act.FORGET_AUTHORS: _SENIORS,
    Act.DECIDE_APPEALS: _SENIORS,
    Act.ESCALATE: _MODERATORS,
    Act.LIFT_ESCALATIONS: _SENIORS,
    # Settings of the desk, templates, slow mode and other measures on a whole article.
    Act.RUN_DESK: _SENIORS,
    # Work on many comments at once, and judging again after a new policy or scorer.
    Act.RUN_JOBS: frozenset({Role.SENIOR_MODERATOR, Role.POLICY_EDITOR}),
    Act.PUBLISH_POLICY: frozenset({Role.POLICY_EDITOR}),
    # Sites, keys and memberships are the operator's: superusers alone.
    Act.SET_UP: frozenset(),
}


def sites_by_act(user: User) -> dict[Act, set[int]]:
    """Return for each act the ids of the sites where the user may do it: one query for all."""
    if not user.is_active:
        return {act: set() for act in Act}
    if user.is_superuser:
        every = set(Site.objects.values_list("pk", flat=True))
        return {act: set(every) for act in Act}
    held = list(Membership.objects.filter(user=user).values_list("site_id", "role"))
    return {act: {site for site, role in held if role in roles} for act, roles in ROLES.items()}


def sites_where(user: User, act: Act) -> set[int]:
    """Return the ids of the sites where the user may do that: one query."""
    return sites_by_act(user)[act]


def may(user: User, act: Act, site_id: int) -> bool:
    """Whether the user may do that at the site."""
    return site_id in sites_where(user, act)
