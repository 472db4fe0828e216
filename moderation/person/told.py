"""What moderation keeps of a person, as they are told it. Never who decided, nor private notes."""

from collections.abc import Iterator

from articles.api.shapes import instant
from discussion.models import Author
from discussion.person.keepers import Record
from moderation.models import Appeal, Report, Sanction

BATCH = 200


def told_of(author: Author) -> Iterator[Record]:
    """Yield the person's appeals, the reports that they made, and what was imposed on them."""
    appeals = Appeal.objects.filter(author=author).select_related("comment", "decision")
    for appeal in appeals.order_by("pk").iterator(chunk_size=BATCH):
        yield _appeal(appeal)
    reports = Report.objects.filter(reporter=author).select_related("comment")
    for report in reports.order_by("pk").iterator(chunk_size=BATCH):
        yield _report(report)
    sanctions = Sanction.objects.filter(author=author).select_related("comment")
    for sanction in sanctions.order_by("pk").iterator(chunk_size=BATCH):
        yield _sanction(sanction)


def _appeal(appeal: Appeal) -> Record:
    return {
        "record": "appeal",
        "id": str(appeal.public_id),
        "comment_id": str(appeal.comment.public_id),
        "decision_id": str(appeal.decision.public_id),
        "words": appeal.words,
        "state": appeal.state,
        "created_at": instant(appeal.created_at),
        "decided_at": instant(appeal.decided_at),
        "reasoning": appeal.reasoning,
    }


def _report(report: Report) -> Record:
    return {
        "record": "report",
        "id": str(report.public_id),
        "comment_id": str(report.comment.public_id),
        "reason": report.reason,
        "text": report.text,
        "created_at": instant(report.created_at),
        "upheld": report.upheld,
        "settled_at": instant(report.settled_at),
    }


def _sanction(sanction: Sanction) -> Record:
    return {
        "record": "sanction",
        "id": str(sanction.public_id),
        "kind": sanction.kind,
        "clause": sanction.clause,
        "reason": sanction.reason,
        "comment_id": str(sanction.comment.public_id) if sanction.comment else None,
        "created_at": instant(sanction.created_at),
        "ends_at": instant(sanction.ends_at),
        "lifted_at": instant(sanction.lifted_at),
    }
