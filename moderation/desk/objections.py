"""What readers, notifiers and the author have said against a comment or what became of it."""

from dataclasses import dataclass

from articles.models import PolicyVersion
from discussion.models import ChangeRequest, Comment
from moderation.models import Appeal, Escalation, Notice, Report
from moderation.why import clause_texts

MOST = 10


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A reader's report, with its reason as the policy prints it."""

    report: Report
    reason: str


@dataclass(frozen=True, slots=True)
class Objections:
    """The latest of each; `appeal` and `change_request` are the open ones."""

    reports: tuple[ReportLine, ...]
    notices: tuple[Notice, ...]
    appeal: Appeal | None
    change_request: ChangeRequest | None
    escalation: Escalation | None

    @property
    def any(self) -> bool:
        """Whether anybody has said anything."""
        return bool(
            self.reports or self.notices or self.appeal or self.change_request or self.escalation
        )


def objections_to(comment: Comment, policy: PolicyVersion) -> Objections:
    """Read them: a query each, MOST rows at most."""
    titles = {clause.id: clause.title for clause in clause_texts(policy)}
    reports = Report.objects.filter(comment=comment).select_related("reporter").order_by("-pk")
    requests = ChangeRequest.objects.filter(comment=comment, closed_at=None)
    return Objections(
        reports=tuple(
            ReportLine(report, titles.get(report.reason, report.reason))
            for report in reports[:MOST]
        ),
        notices=tuple(Notice.objects.filter(comment=comment).order_by("-pk")[:MOST]),
        appeal=Appeal.objects.filter(comment=comment, state=Appeal.State.OPEN).first(),
        change_request=requests.select_related("moderator").first(),
        escalation=Escalation.objects.filter(comment=comment, lifted_at=None).first(),
    )
