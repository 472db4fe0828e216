"""What the jobs have in common: which comment, and whether a person was faster."""

from discussion.models import Comment, Decision, Revision
from moderation.models import Job


def comment_for(comment_id: int) -> Comment:
    """Return the comment as it is now, with what a ruling reads of it."""
    rows = Comment.objects.select_related(
        "article__site", "author", "site__policy", "decision", "public_revision"
    )
    return rows.get(pk=comment_id)


def latest_ruling(revision: Revision) -> Decision | None:
    """Return the latest ruling on the text."""
    return Decision.objects.filter(revision=revision).order_by("-pk").first()


def overtaken(revision: Revision, job: Job) -> bool:
    """Whether the text is younger than the job, or a person ruled on it since: who started the job
    did not mean what they could not know.
    """
    if revision.created_at > job.created_at:
        return True
    last = latest_ruling(revision)
    return (
        last is not None
        and last.actor_kind == Decision.Actor.PERSON
        and last.created_at > job.created_at
    )
