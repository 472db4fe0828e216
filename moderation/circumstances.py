"""Signals that come from who writes what where and when, not from the text alone."""

from collections.abc import Sequence

from articles.models import ReaderRules
from discussion.change_requests import answers_request
from discussion.models import Comment, Revision
from moderation.bursts import bursts
from moderation.detectors.base import Finding, Span
from moderation.repetition import repetitions
from moderation.sanctions.in_force import is_restricted
from moderation.scoring.base import Producer

HOUSE = Producer(name="house", version="3", digest="")


def circumstances(comment: Comment) -> list[Finding]:
    """Return what stands about the comment's author and article at this moment."""
    return [
        Finding("sanction", float(is_restricted(comment.author)), HOUSE),
        # Posted while it was open, judged when it no longer was.
        Finding("article_closed", float(not comment.article.takes_comments), HOUSE),
        *_guest(comment),
    ]


def _guest(comment: Comment) -> list[Finding]:
    """Return whether a guest is not trusted yet: too little of theirs stands published. Of others
    there is nothing to say.
    """
    if not comment.author.is_guest:
        return []
    needed = ReaderRules.of(comment.site).guest_trusted_after
    public = Comment.objects.filter(author=comment.author, status=Comment.Status.PUBLISHED)
    return [Finding("guest", float(public.order_by()[:needed].count() < needed), HOUSE)]


def asked_to_change(revision: Revision) -> list[Finding]:
    """Return the mark of a text that a moderator asked for, and therefore reads."""
    return [Finding("asked_to_change", 1.0, HOUSE)] if answers_request(revision) else []


def floods(revisions: Sequence[Revision]) -> dict[int, Finding]:
    """Return, by the revision's id, whether its text or its author's pace is part of a flood.

    Outside the transaction that stores the results. Each revision comes with its comment and
    article; the span says why, in words for a moderator.
    """
    repeated, hurried = repetitions(revisions), bursts(revisions)
    return {
        revision.pk: _flood(
            revision, [*repeated.get(revision.pk, ()), *hurried.get(revision.pk, ())]
        )
        for revision in revisions
    }


def _flood(revision: Revision, reasons: Sequence[str]) -> Finding:
    spans = (Span(0, len(revision.text), "; ".join(reasons)),) if reasons else ()
    return Finding("flood", float(bool(reasons)), HOUSE, spans)
