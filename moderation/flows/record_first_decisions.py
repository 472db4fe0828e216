"""Verdicts about many new comments become decisions at once, as record_decision makes one."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.changes import ArticleChanges
from articles.models import PolicyVersion
from discussion.flows.set_first_statuses import set_first_statuses
from discussion.models import Decision, Revision
from moderation.alerts.delivery import note_threats
from moderation.detectors.base import Finding
from moderation.flows.record_decision import harm_among, ruling_of, signals_of, verdict_of
from moderation.models import ReviewItem, Signal
from moderation.policy.load import readable_policy
from moderation.queue import Asked, open_items_at_once
from moderation.scoring.base import Producer


@dataclass(frozen=True, slots=True)
class Judged:
    """A text, what was found about it, and the policy to decide by."""

    revision: Revision
    findings: Sequence[Finding]
    policy: PolicyVersion


def record_first_decisions(
    judged: Sequence[Judged], *, scorer: Producer, changes: ArticleChanges
) -> list[Decision]:
    """Decide by the policies, store decisions and signals, and open review items where they are
    asked for; decisions[i] belongs to judged[i].

    In the caller's transaction, for comments of which `is_first` holds, under the locks that
    set_first_statuses asks for. All or nothing; raises StaleComment as it does.
    """
    policies = {one.policy.pk: readable_policy(one.policy) for one in judged}
    verdicts = [verdict_of(j.revision, j.findings, policies[j.policy.pk]) for j in judged]
    rulings = [
        ruling_of(j.revision, j.findings, verdict, policy=j.policy, scorer=scorer)
        for j, verdict in zip(judged, verdicts, strict=True)
    ]
    decisions = set_first_statuses(rulings, changes)
    Signal.objects.bulk_create(
        signal
        for one, decision in zip(judged, decisions, strict=True)
        for signal in signals_of(decision, one.findings)
    )
    note_threats((one.revision.comment, one.findings) for one in judged)
    open_items_at_once(
        Asked(
            one.revision,
            clauses=verdict.clauses,
            reasons=verdict.reasons,
            priority=harm_among(one.findings, verdict, policies[one.policy.pk]),
        )
        for one, verdict in zip(judged, verdicts, strict=True)
        if verdict.needs_person
    )
    return decisions


def with_open_items(revisions: Sequence[Revision]) -> set[int]:
    """Return those comments about which something is open already, which a ruling has to close."""
    comments = [revision.comment_id for revision in revisions]
    items = ReviewItem.objects.filter(comment__in=comments, closed_at=None)
    return set(items.values_list("comment_id", flat=True))
