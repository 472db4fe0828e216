"""A reader reports a comment: a person is asked to look, and nothing more happens by itself."""

from articles.audit import append_event
from articles.changes import ArticleChanges, Change, article_changes
from articles.models import PolicyVersion
from discussion.errors import AuthorBanned, CommentGone, OwnComment
from discussion.listing import lock_for_ruling
from discussion.models import Author, Comment, Decision
from moderation.complaints.reports import TRUSTED_FROM, weight_of
from moderation.complaints.settling import REPORTED
from moderation.errors import UnknownReason
from moderation.flows.heed_reports import heed_reports
from moderation.models import Report
from moderation.queue import join_item
from moderation.words import readable

OTHER = "other"


def report_comment(
    comment: Comment, *, reporter: Author, reason: str, text: str = ""
) -> tuple[Report, bool]:
    """Store the report and ask a person to look; return it, and whether it is new.

    `reason` is the id of a clause of the site's policy, or OTHER. A reader reports a comment once:
    whatever they send again, the report stays as it is. The comment stays where it is, unless the
    policy says after how many trusted reports the machine takes it from the page (heed_reports).
    Raises OwnComment, AuthorBanned, CommentGone (only what is public is reported), UnknownReason,
    UnreadableWords.
    """
    text = readable(text)
    _refuse(comment, reporter, reason)
    weight = weight_of(reporter)
    with article_changes() as changes:
        comment = _locked(comment)
        known = Report.objects.filter(comment=comment, reporter=reporter).first()
        if known is not None:
            return known, False
        revision = comment.public_revision
        if revision is None:
            raise CommentGone
        revision.comment = comment
        report = Report.objects.create(
            site_id=comment.site_id,
            comment=comment,
            revision=revision,
            reporter=reporter,
            reason=reason,
            text=text,
            weight=weight,
        )
        _tell(report, comment, changes)
        _ask_a_person(report, changes)
    return report, True


def _refuse(comment: Comment, reporter: Author, reason: str) -> None:
    if comment.author_id == reporter.pk:
        raise OwnComment
    if reporter.may_not_write:
        raise AuthorBanned(until=reporter.restricted_until, reason=reporter.restriction_reason)
    if reason not in {OTHER, *_clauses(comment.site.published_policy)}:
        raise UnknownReason


def _clauses(policy: PolicyVersion) -> list[str]:
    return [clause["id"] for clause in policy.clauses]


def _locked(comment: Comment) -> Comment:
    """Return the comment as it is now, its row and its parent's held: a ruling may follow."""
    lock_for_ruling([comment])
    related = ("article__site", "author", "site__policy", "decision", "public_revision")
    return Comment.objects.select_related(*related).get(pk=comment.pk)


def _tell(report: Report, comment: Comment, changes: ArticleChanges) -> None:
    told = {"report": str(report.public_id), "reason": report.reason}
    append_event(
        comment,
        site_id=comment.site_id,
        kind="comment.reported",
        actor=f"author:{report.reporter.public_id}",
        data=told,
    )
    payload = {"comment_id": str(comment.public_id), "version": comment.version, **told}
    changes.add(
        comment.article_id, comment.site_id, Change("comment.reported", payload, public=False)
    )


def _ask_a_person(report: Report, changes: ArticleChanges) -> None:
    """A ruling by the machine closes what was open, so the item is opened or joined after it."""
    trusted = report.weight >= TRUSTED_FROM
    decision = heed_reports(report.comment, changes) if trusted else None
    if decision is None:
        clauses = [] if report.reason == OTHER else [report.reason]
        join_item(report.revision, reasons=[REPORTED], clauses=clauses)
    elif decision.outcome == Decision.Outcome.HOLD:
        reasons = [*decision.reasons, REPORTED]
        join_item(report.revision, reasons=reasons, clauses=decision.clauses)
