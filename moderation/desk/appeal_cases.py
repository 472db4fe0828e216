"""An appeal as it is decided: both sides, and the comment with everything around it."""

from dataclasses import dataclass, replace

from discussion.models import DecisionText, User
from moderation.complaints.deciders import Deciders
from moderation.desk.bars import bars
from moderation.desk.cases import CIRCUMSTANCE_PRODUCER, Case, case_of
from moderation.desk.passages import passages
from moderation.models import Appeal, Signal
from moderation.why import why


@dataclass(frozen=True, slots=True)
class AppealCase:
    """`case` is about the text that the appeal is about; `said` came with the decision.

    `refusal` says why the user may not decide it, empty when they may; `nobody_may`: the site has
    nobody who may.
    """

    appeal: Appeal
    case: Case
    said: DecisionText | None
    refusal: str
    nobody_may: bool

    @property
    def is_open(self) -> bool:
        return self.appeal.state == Appeal.State.OPEN


def appeal_case(appeal: Appeal, user: User) -> AppealCase:
    """Read it: a fixed number of queries. The appeal comes from `appeals.appeals_seen`."""
    deciders = Deciders.of(user, [appeal])
    refusal = deciders.objection(appeal)
    return AppealCase(
        appeal=appeal,
        case=_about_the_text(appeal),
        said=DecisionText.objects.filter(decision=appeal.decision_id).first(),
        refusal=refusal.detail if refusal is not None else "",
        nobody_may=deciders.nobody_may(appeal),
    )


def _about_the_text(appeal: Appeal) -> Case:
    """Return the comment's case with the text, grounds and signals of the appealed decision: the
    comment may have a newer text, and its site a newer policy.
    """
    decision, revision = appeal.decision, appeal.decision.revision
    found = Signal.objects.filter(decision__revision=revision).order_by("decision", "id")
    signals = [row for row in found if row.value > 0 or row.producer != CIRCUMSTANCE_PRODUCER]
    return replace(
        case_of(appeal.comment, None),
        revision=revision,
        passages=passages(revision.text, [span for row in signals for span in row.spans]),
        why=why(decision.clauses, decision.reasons, decision.policy),
        bars=bars(signals, decision.policy),
    )
