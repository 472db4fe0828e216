"""What the policy and scorer of now make of a text that was judged before."""

from collections.abc import Sequence

from articles.changes import article_changes
from discussion.errors import StaleComment
from discussion.models import Comment, Revision
from moderation.circumstances import asked_to_change, circumstances
from moderation.detectors.base import Finding
from moderation.flows.record_decision import highest_score, record_decision
from moderation.jobs.queue import Line
from moderation.jobs.rules import latest_ruling
from moderation.judge import Judge
from moderation.models import JobLine
from moderation.policy.engine import NOT_SCORED, SAFEGUARD_REASONS
from moderation.policy.external import UNAVAILABLE
from moderation.policy.load import readable_policy, verdict_under
from moderation.policy.types import Mode, Outcome, Signal, Verdict

SILENT = SAFEGUARD_REASONS[UNAVAILABLE]


def decide_again(revision_id: int, findings: Sequence[Finding], judge: Judge) -> Line | None:
    """Decide about a held text by the policy of now; None where the verdict is as it was."""
    revision = Revision.objects.select_related(
        "comment__author", "comment__article__site", "comment__site__policy"
    ).get(pk=revision_id)
    comment, before = revision.comment, latest_ruling(revision)
    if revision.state != Revision.State.HELD or before is None:
        raise StaleComment
    found = [*findings, *circumstances(comment), *asked_to_change(revision)]
    policy = comment.site.published_policy
    verdict = verdict_under(
        readable_policy(policy), values_of(found), Mode(comment.article.moderation_now)
    )
    if (before.outcome, before.clauses, before.reasons) == (
        verdict.outcome,
        list(verdict.clauses),
        list(verdict.reasons),
    ):
        return None
    seen = comment.version
    with article_changes() as changes:
        after = record_decision(
            revision,
            found,
            policy=policy,
            scorer=judge.scorer.producer,
            changes=changes,
            again=True,
        )
    return Line(
        result=JobLine.Result.DECIDED,
        detail=after.outcome,
        before=before,
        after=after,
        seen_version=seen,
    )


def propose(
    seen: Comment, revision: Revision, findings: Sequence[Finding], judge: Judge
) -> Line | None:
    """Say what the policy of now makes of a public text, where it would not be published.

    By the text alone: that an author was sanctioned or the article closed since is no reason.
    """
    comment = Comment.objects.select_related("decision").get(pk=seen.pk)
    if comment.version != seen.version:
        raise StaleComment
    policy = seen.site.published_policy
    verdict = verdict_under(readable_policy(policy), values_of(findings), Mode.MACHINE)
    if verdict.outcome is Outcome.PUBLISH:
        return None
    if (why := unjudged(verdict)) is not None:
        return Line(result=JobLine.Result.REFUSED, detail=why)
    return Line(
        result=JobLine.Result.PROPOSED,
        before=comment.decision,
        seen_version=comment.version,
        verdict=told(verdict, highest_score(findings, judge.scorer.producer)),
    )


def unjudged(verdict: Verdict) -> str | None:
    """Return why the verdict says nothing about the text: a fault is no reason against what is
    public. None where it does.
    """
    if NOT_SCORED in verdict.reasons:
        return "It could not be scored."
    if verdict.reasons == (SILENT,) and not verdict.clauses:
        return "The site's own service did not answer."
    return None


def told(verdict: Verdict, score: float | None) -> dict[str, object]:
    return {
        "outcome": verdict.outcome.value,
        "clauses": list(verdict.clauses),
        "reasons": list(verdict.reasons),
        "score": score,
    }


def values_of(findings: Sequence[Finding]) -> list[Signal]:
    return [Signal(finding.attribute, finding.value) for finding in findings]
