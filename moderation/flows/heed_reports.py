"""The machine rules again on a public comment, where the policy says what trusted reports mean."""

from articles.changes import ArticleChanges
from discussion.flows.set_status import set_status
from discussion.models import Comment, Decision, Revision
from discussion.ruling import Ruling
from moderation.cited import cited_by_person
from moderation.complaints.reports import READERS, trusted_reports
from moderation.models import Signal
from moderation.policy.engine import ENGINE_VERSION, TRUSTED_REPORTS
from moderation.policy.load import readable_policy, verdict_under
from moderation.policy.types import Mode, Outcome, Policy, Verdict
from moderation.policy.types import Signal as Value

# Said to the author beside the clause: no score of the text explains why it is looked at now.
REASONING = (
    "Readers reported this comment whose earlier reports were right. Under the site's policy it is "
    "taken from the page until a person has looked at it."
)


def heed_reports(comment: Comment, changes: ArticleChanges) -> Decision | None:
    """Supersede the ruling that published the comment, if the reports meet a rule; else None.

    It is decided from the signals stored with that ruling and from the reports, which are stored
    with the new one, so that a replay gives the same. Never where a person ruled, nor while an edit
    waits: a comment has one waiting text, and a person is asked anyway. In the caller's
    transaction, which holds the comment's row.
    """
    revision, before = comment.public_revision, comment.decision
    assert revision is not None and before is not None  # it is public
    policy = comment.site.published_policy
    rules = readable_policy(policy)
    if before.actor_kind != Decision.Actor.MACHINE or rules is None or not _asks(rules):
        return None
    reported = trusted_reports(revision)
    if reported is None or not _met(rules, reported.value) or _an_edit_waits(comment):
        return None
    signals = [*before.signals.exclude(attribute=TRUSTED_REPORTS), reported]
    mode = Mode(comment.article.moderation_now)
    verdict = verdict_under(rules, [Value(row.attribute, row.value) for row in signals], mode)
    if verdict.outcome is Outcome.PUBLISH:  # what post-moderation makes of it
        return None
    decision = set_status(comment, _ruling(comment, revision, before, verdict, mode), changes)
    _store(decision, signals)
    return decision


def _asks(policy: Policy) -> bool:
    return _met(policy, 1.0)


def _met(policy: Policy, value: float) -> bool:
    """Whether so many reports meet a rule of theirs: nothing else may be the cause of a ruling."""
    rules = (rule for clause in policy.clauses for rule in clause.rules)
    return any(rule.attribute == TRUSTED_REPORTS and value >= rule.hold_at for rule in rules)


def _an_edit_waits(comment: Comment) -> bool:
    return any(revision.waits for revision in comment.revisions.all())


def _ruling(
    comment: Comment, revision: Revision, before: Decision, verdict: Verdict, mode: Mode
) -> Ruling:
    policy = comment.site.published_policy
    readers = {"name": READERS.name, "version": READERS.version, "digest": READERS.digest}
    return Ruling(
        revision=revision,
        outcome=verdict.outcome,
        policy=policy,
        moderation=mode,
        clauses=verdict.clauses,
        reasons=verdict.reasons,
        passages=cited_by_person(revision, policy, verdict.clauses),
        again=True,
        engine_version=ENGINE_VERSION,
        producers=(*(known for known in before.producers if known != readers), readers),
        score=before.score,
        scorer=before.scorer,
        reasoning=REASONING,
    )


def _store(decision: Decision, signals: list[Signal]) -> None:
    """Store the signals with the decision that was made from them now."""
    for signal in signals:
        signal.pk, signal.decision, signal._state.adding = None, decision, True
    Signal.objects.bulk_create(signals)
