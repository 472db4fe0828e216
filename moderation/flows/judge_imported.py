"""A comment that came from elsewhere is judged; what it says changes nothing by itself."""

from collections.abc import Sequence

from discussion.errors import StaleComment
from discussion.models import Comment, Decision, Revision
from moderation.detectors.base import Finding
from moderation.flows.judge_again import told, unjudged, values_of
from moderation.flows.record_decision import harm_among, highest_score, signals_of
from moderation.jobs.queue import Line
from moderation.jobs.rules import latest_ruling
from moderation.judge import Judge
from moderation.models import JobLine, Signal
from moderation.policy.load import readable_policy, verdict_under
from moderation.policy.types import Mode, Outcome
from moderation.queue import join_item


def judge_imported(
    seen: Comment, revision: Revision, findings: Sequence[Finding], judge: Judge
) -> Line | None:
    """Keep the signals with the decision that was taken over, and say what the policy of now makes
    of the text where that is another outcome: a person accepts it or does not.

    By the text alone. What waits and would be held here as well has its place in the queue by what
    was found. Raises StaleComment where the comment has moved since it was read.
    """
    comment = Comment.objects.select_related("decision").get(pk=seen.pk)
    before = latest_ruling(revision)
    if comment.version != seen.version or before is None:
        raise StaleComment
    if before.actor_kind == Decision.Actor.IMPORT:
        _keep(before, findings)
    rules = readable_policy(seen.site.published_policy)
    verdict = verdict_under(rules, values_of(findings), Mode.MACHINE)
    if (why := unjudged(verdict)) is not None:
        return Line(result=JobLine.Result.REFUSED, detail=why)
    is_held = revision.state == Revision.State.HELD
    if is_held and verdict.outcome is Outcome.HOLD:
        harm = harm_among(findings, verdict, rules)
        join_item(revision, clauses=verdict.clauses, reasons=verdict.reasons, harm=harm)
        return None
    if not is_held and verdict.outcome is Outcome.PUBLISH:
        return None
    return Line(
        result=JobLine.Result.PROPOSED,
        before=before,
        seen_version=comment.version,
        verdict=told(verdict, highest_score(findings, judge.scorer.producer)),
    )


def _keep(decision: Decision, findings: Sequence[Finding]) -> None:
    """Store the signals; of a producer that has judged it before, they are those of now."""
    Signal.objects.bulk_create(
        signals_of(decision, findings),
        update_conflicts=True,
        unique_fields=["decision", "attribute", "producer"],
        update_fields=["value", "producer_version", "producer_digest", "spans"],
    )
