"""A person accepts or dismisses what a job proposes about a published comment."""

from django.db import transaction

from articles.audit import append_event
from discussion.errors import StaleComment
from discussion.models import Comment, User
from moderation.desk.reasoning import words_for
from moderation.errors import NotAllowed, ProposalSettled
from moderation.flows.resolve_item import resolve_item
from moderation.jobs.rules import comment_for
from moderation.models import JobLine
from moderation.policy.types import Outcome
from moderation.roles import Act, may

Result = JobLine.Result


def accept_proposal(line: JobLine, *, user: User) -> JobLine:
    """Rule as the line proposes, in the user's name: the comment leaves the page.

    Held ones enter the queue; one that the policy would reject is rejected in the clause's prepared
    words. Only the version that was judged: where the comment has moved since, the line says so and
    StaleComment is raised. Raises NotAllowed, ProposalSettled, and what `resolve_item` raises.
    """
    _refuse(line, user)
    try:
        with transaction.atomic():
            comment = comment_for(line.comment_id)
            after = resolve_item(
                comment,
                seen_version=line.seen_version,
                outcome=Outcome(line.verdict["outcome"]),
                moderator=user,
                **_words(line, comment),
            )
            _settle(line, result=Result.ACCEPTED, after=after)
    except StaleComment:
        _settle(line, result=Result.REFUSED, detail="It changed after it was judged.")
        raise
    return line


def dismiss_proposal(line: JobLine, *, user: User) -> JobLine:
    """Leave the comment as it is, and say in its audit who did. Raises NotAllowed,
    ProposalSettled.
    """
    _refuse(line, user)
    with transaction.atomic():
        comment = Comment.objects.select_for_update(no_key=True).get(pk=line.comment_id)
        _settle(line, result=Result.DISMISSED)
        append_event(
            comment,
            site_id=comment.site_id,
            kind="proposal.dismissed",
            actor=f"user:{user.pk}",
            data={"job": str(line.job.public_id), "clauses": line.verdict["clauses"]},
        )
    return line


def _refuse(line: JobLine, user: User) -> None:
    for act in (Act.RUN_JOBS, Act.DECIDE):
        if not may(user, act, line.job.site_id):
            raise NotAllowed
    if not line.verdict:  # it says what was done, and proposes nothing
        raise ProposalSettled


def _words(line: JobLine, comment: Comment) -> dict[str, str]:
    """Return the strictest clause met that the policy still has, and for a rejection its words."""
    words = {said.clause: said.text for said in reversed(words_for(comment.site.published_policy))}
    clause = next((id_ for id_ in line.verdict["clauses"] if id_ in words), "")
    rejects = line.verdict["outcome"] == Outcome.REJECT
    return {"clause": clause, "reasoning": words.get(clause, "") if rejects else ""}


def _settle(line: JobLine, **values: object) -> None:
    """Move the line on by compare-and-set; raises ProposalSettled, which takes the ruling back."""
    open_line = JobLine.objects.filter(pk=line.pk, result=Result.PROPOSED)
    if not open_line.update(**values):
        raise ProposalSettled
    line.refresh_from_db()
