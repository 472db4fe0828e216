"""Every machine decision again, from what was stored: the proof that decisions can be explained."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.models import Site
from discussion.models import Comment, Decision
from moderation.policy.engine import ENGINE_VERSION
from moderation.policy.load import readable_policy, verdict_under
from moderation.policy.types import Mode, Policy, Signal, Verdict

BATCH = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A decision that comes out otherwise today; `verdict` is today's."""

    decision: Decision
    verdict: Verdict


@dataclass(slots=True)
class Replay:
    """How a replay went. Decisions of another engine version are counted, not compared.

    Of an erased comment the signals' values are left, so its decisions can still be repeated.
    """

    compared: int = 0
    erased: int = 0
    other_engine: int = 0


def replay_decisions(site: Site, replay: Replay) -> Iterator[Difference]:
    """Yield each machine decision of the site that its stored signals and policy no longer give.

    Memory and queries are bounded: decisions are read in batches, each policy version once.
    """
    policies: dict[int, Policy | None] = {}
    decisions = (
        Decision.objects.filter(site=site, actor_kind=Decision.Actor.MACHINE)
        .select_related("policy", "comment")
        .prefetch_related("signals")
        .order_by("id")
    )
    for decision in decisions.iterator(chunk_size=BATCH):
        if decision.engine_version != ENGINE_VERSION:
            replay.other_engine += 1
            continue
        replay.compared += 1
        replay.erased += decision.comment.status == Comment.Status.ERASED
        if decision.policy_id not in policies:
            policies[decision.policy_id] = readable_policy(decision.policy)
        verdict = verdict_under(
            policies[decision.policy_id],
            [Signal(row.attribute, row.value) for row in decision.signals.all()],
            Mode(decision.moderation),
        )
        if not _same(decision, verdict):
            yield Difference(decision, verdict)


def _same(decision: Decision, verdict: Verdict) -> bool:
    return (decision.outcome, decision.clauses, decision.reasons) == (
        verdict.outcome,
        list(verdict.clauses),
        list(verdict.reasons),
    )
