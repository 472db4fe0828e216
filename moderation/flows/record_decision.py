"""A verdict becomes a decision with its signals; what needs a person enters the queue."""

from collections.abc import Sequence
from typing import Any

from articles.changes import ArticleChanges
from articles.models import PolicyVersion
from discussion.flows.set_status import set_status
from discussion.models import Decision, Revision
from discussion.ruling import Ruling
from moderation.alerts.delivery import note_threat
from moderation.cited import cited_by_machine
from moderation.complaints.settling import ask_about_complaints
from moderation.detectors.base import Finding
from moderation.models import Signal as SignalRow
from moderation.policy.engine import ENGINE_VERSION
from moderation.policy.load import readable_policy, verdict_under
from moderation.policy.types import Mode, Policy, Signal, Verdict
from moderation.queue import open_item
from moderation.scoring.base import Producer


def record_decision(
    revision: Revision,
    findings: Sequence[Finding],
    *,
    policy: PolicyVersion,
    scorer: Producer,
    changes: ArticleChanges,
    again: bool = False,
) -> Decision:
    """Decide by the policy, store decision and signals, and open a review item where one is asked
    for.

    In the caller's transaction, which holds the comment's row; `again`: after an earlier judgement
    of the same text, as in Ruling. Raises StaleComment and CommentGone as `set_status` does.
    """
    comment = revision.comment
    rules = readable_policy(policy)
    verdict = verdict_of(revision, findings, rules)
    ruling = ruling_of(revision, findings, verdict, policy=policy, scorer=scorer, again=again)
    decision = set_status(comment, ruling, changes)
    SignalRow.objects.bulk_create(signals_of(decision, findings))
    note_threat(comment, findings)
    if verdict.needs_person:
        _ask_a_person(revision, verdict, findings, rules)
    ask_about_complaints(comment)
    return decision


def verdict_of(revision: Revision, findings: Sequence[Finding], policy: Policy | None) -> Verdict:
    """Return what the engine makes of the findings, in the mode in force for the article."""
    signals = [Signal(finding.attribute, finding.value) for finding in findings]
    return verdict_under(policy, signals, Mode(revision.comment.article.moderation_now))


def ruling_of(
    revision: Revision,
    findings: Sequence[Finding],
    verdict: Verdict,
    *,
    policy: PolicyVersion,
    scorer: Producer,
    again: bool = False,
) -> Ruling:
    """Return the verdict as the ruling that is to be stored."""
    return Ruling(
        revision=revision,
        outcome=verdict.outcome,
        policy=policy,
        moderation=Mode(revision.comment.article.moderation_now),
        again=again,
        clauses=verdict.clauses,
        reasons=verdict.reasons,
        passages=cited_by_machine(revision.text, findings, policy, verdict.clauses),
        engine_version=ENGINE_VERSION,
        producers=tuple(_producers(findings)),
        score=highest_score(findings, scorer),
        scorer=f"{scorer.name} {scorer.version}",
    )


def highest_score(findings: Sequence[Finding], scorer: Producer) -> float | None:
    """Return the scorer's highest value; None when it gave none."""
    return max(
        (f.value for f in findings if f.producer == scorer and f.attribute != "fault"),
        default=None,
    )


def _producers(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    distinct = {finding.producer: None for finding in findings}
    return [{"name": p.name, "version": p.version, "digest": p.digest} for p in distinct]


def signals_of(decision: Decision, findings: Sequence[Finding]) -> list[SignalRow]:
    """Return the findings as rows of the decision, not yet stored."""
    return [
        SignalRow(
            decision=decision,
            attribute=finding.attribute,
            value=finding.value,
            producer=finding.producer.name,
            producer_version=finding.producer.version,
            producer_digest=finding.producer.digest,
            spans=[[span.start, span.end, span.why] for span in finding.spans],
        )
        for finding in findings
    ]


def harm_among(findings: Sequence[Finding], verdict: Verdict, policy: Policy | None) -> float:
    """Return the highest value that a rule of a clause met, from 0 to 1."""
    ruled = {
        rule.attribute
        for clause in (policy.clauses if policy else ())
        if clause.id in verdict.clauses
        for rule in clause.rules
    }
    return max((f.value for f in findings if f.attribute in ruled), default=0.0)


def _ask_a_person(
    revision: Revision, verdict: Verdict, findings: Sequence[Finding], policy: Policy | None
) -> None:
    open_item(
        revision,
        clauses=verdict.clauses,
        reasons=verdict.reasons,
        priority=harm_among(findings, verdict, policy),
    )
