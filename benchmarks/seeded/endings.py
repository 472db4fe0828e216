"""What may become of a comment, worked out once by the real engine for all that end alike."""

import random
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, Self

from articles.models import Site
from discussion.models import Decision, Revision, User
from discussion.ruling import Ruling
from discussion.statements import facts_of
from moderation.detectors.base import Finding
from moderation.flows.record_decision import harm_among, highest_score, signals_of
from moderation.policy.engine import ENGINE_VERSION, PROOF_OF_SCORING
from moderation.policy.load import load_policy, verdict_under
from moderation.policy.types import Mode, Outcome, Policy, Rule, Signal
from moderation.scoring.base import Producer

PRODUCER = Producer("seeding", "1", "0" * 64)
# Different sets of signals of what is published.
CLEAN = 16
# The columns of a signal without its decision.
SIGNAL = ("attribute", "value", "producer", "producer_version", "producer_digest", "spans")
REASONING = "It abuses another reader."


class Life(StrEnum):
    """What becomes of a comment."""

    PUBLISHED = "published"
    HELD = "held"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Judged:
    """The machine's verdict on a text: its signals by SIGNAL, and what the decision says."""

    signals: tuple[tuple[Any, ...], ...]
    ruling: Ruling
    harm: float
    facts: dict[str, Any]

    @classmethod
    def by(cls, site: Site, policy: Policy, values: dict[str, float]) -> Self:
        findings = tuple(Finding(name, value, PRODUCER) for name, value in values.items())
        mode = Mode(site.moderation)
        verdict = verdict_under(policy, [Signal(f.attribute, f.value) for f in findings], mode)
        ruling = Ruling(
            revision=Revision(),
            outcome=verdict.outcome,
            policy=site.published_policy,
            moderation=site.moderation,
            clauses=verdict.clauses,
            reasons=verdict.reasons,
            engine_version=ENGINE_VERSION,
            producers=({"name": PRODUCER.name, "version": "1", "digest": PRODUCER.digest},),
            score=highest_score(findings, PRODUCER),
            scorer=f"{PRODUCER.name} {PRODUCER.version}",
        )
        found = verdict.outcome != Outcome.PUBLISH
        return cls(
            signals=tuple(map(attrgetter(*SIGNAL), signals_of(Decision(), findings))),
            ruling=ruling,
            harm=harm_among(findings, verdict, policy),
            facts=facts_of(ruling, detected_by_machine=found),
        )


class Endings:
    """The verdicts of a site's policy: several that publish, and one that holds for each rule."""

    def __init__(self, site: Site, moderator: User, drawn: random.Random) -> None:
        policy = load_policy(site.published_policy)
        rules = [rule for clause in policy.clauses for rule in clause.rules]
        clean = [_values(rules, None, drawn) for _ in range(CLEAN)]
        self.clean = [Judged.by(site, policy, values) for values in clean]
        met = [_values(rules, rule, drawn) for rule in rules]
        self.bad = [Judged.by(site, policy, values) for values in met]
        self.rejection = Ruling(
            revision=Revision(),
            outcome=Outcome.REJECT,
            policy=site.published_policy,
            moderation=site.moderation,
            clauses=(policy.clauses[0].id,),
            person=moderator,
            reasoning=REASONING,
        )
        self.rejection_facts = facts_of(self.rejection, detected_by_machine=True)

    def of(self, life: Life, drawn: random.Random) -> Judged:
        """Return how the machine judged a comment of that life."""
        held_first = life in {Life.HELD, Life.REJECTED}
        return drawn.choice(self.bad if held_first else self.clean)


def _values(rules: list[Rule], met: Rule | None, drawn: random.Random) -> dict[str, float]:
    """Return a value for each attribute, of which at most one reaches its rule."""
    values = {PROOF_OF_SCORING: 0.01}
    for rule in rules:
        values[rule.attribute] = round(drawn.uniform(0, 0.5) * rule.hold_at, 6)
    if met is not None:
        values[met.attribute] = round(drawn.uniform(met.hold_at, 1), 6)
    return values
