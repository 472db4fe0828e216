"""Appeals: which decision one can be about, who sees it, and when nothing is left to decide."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from articles.audit import append_event
from discussion.models import Comment, Revision, Statement, User
from discussion.statements import statement_in_force
from moderation.complaints.settling import FIRST_CHANGE, GONE
from moderation.models import Appeal, DeskSettings
from moderation.roles import Act, sites_where


def appealable_statement(comment: Comment) -> Statement | None:
    """Return the statement of the restriction in force; None when nothing is left to appeal."""
    if comment.status in GONE:
        return None
    statement = statement_in_force(comment)
    # The author has written another text meanwhile: this one cannot come back.
    if statement is None or statement.decision.revision.state == Revision.State.SUPERSEDED:
        return None
    return statement


def close_moot_appeals(comment: Comment) -> None:
    """End the open appeals against decisions that are in force no more: nothing is left to decide.

    In the transaction of the change, which holds the comment's row; twice is once.
    """
    if comment.version <= FIRST_CHANGE:
        return
    waiting = list(Appeal.objects.filter(comment=comment, state=Appeal.State.OPEN))
    if not waiting:
        return
    statement = appealable_statement(comment)
    for appeal in waiting:
        if statement is None or appeal.decision_id != statement.decision_id:
            _close(appeal, comment)


def sites_with_appeals(user: User) -> set[int]:
    """Return the sites whose appeals the user sees: by a role, or as a site's second person."""
    if not user.is_active:
        return set()
    named = DeskSettings.objects.filter(second_person=user).values_list("site_id", flat=True)
    return sites_where(user, Act.SEE) | set(named)


def appeals_seen(user: User) -> QuerySet[Appeal]:
    """Return the appeals that the user may see, with what is shown of them."""
    return appeals_at(sites_with_appeals(user))


def appeals_at(site_ids: Collection[int]) -> QuerySet[Appeal]:
    """Return the appeals of the sites, with what is shown of them."""
    return Appeal.objects.filter(site__in=site_ids).select_related(
        "site",
        "author",
        "comment__article__site",
        "decision__revision",
        "decision__actor",
        "decision__policy",
        "decided_by",
    )


def _close(appeal: Appeal, comment: Comment) -> None:
    Appeal.objects.filter(pk=appeal.pk, state=Appeal.State.OPEN).update(
        state=Appeal.State.MOOT, decided_at=timezone.now()
    )
    append_event(
        comment,
        site_id=comment.site_id,
        kind="appeal.moot",
        actor="machine:desk",
        data={"appeal": str(appeal.public_id)},
    )
