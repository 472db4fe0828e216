"""From signals to a verdict: the one place where a policy is applied by the machine."""

from collections.abc import Iterable, Iterator, Mapping

from moderation.policy.external import REVIEW, UNAVAILABLE
from moderation.policy.types import Clause, Mode, Outcome, Policy, Rule, Signal, Verdict

# Raised whenever the same policy and signals may give another verdict. Stored with decisions,
# which can be repeated exactly only within one version.
ENGINE_VERSION = "1"

# Every scorer yields this attribute, whatever a policy asks for: its value shows that a model
# has read the text. Without it a policy that asks detectors alone would publish unread texts.
PROOF_OF_SCORING = "toxicity"

# Signals that say something about the circumstances and are no ground for a removal.
SAFEGUARDS = (
    "sanction",
    "asked_to_change",
    "guest",
    "new_author",
    "blocked_phrase",
    "flood",
    "links",
    "unknown_language",
    "unscorable",
    "article_closed",
    REVIEW,
    UNAVAILABLE,
)
SAFEGUARD_HOLDS_AT = 0.5

# What readers say: n/(n+1) for n trusted reports, and nothing until there is one. No producer that
# could have failed gives it, so where it is absent nobody reported.
TRUSTED_REPORTS = "trusted_reports"

# No degree but a mark, stored and replayed like any signal: a producer failed.
FAULT = "fault"
NOT_SCORED = "not-scored"
NO_RULES = "no-rules"
PRE_MODERATION = "pre-moderation"
SAFEGUARD_REASONS = {attribute: attribute.replace("_", "-") for attribute in SAFEGUARDS}
# All the reasons there are, in the order in which a verdict gives them.
REASONS = (NOT_SCORED, NO_RULES, PRE_MODERATION, *SAFEGUARD_REASONS.values())


def decide(policy: Policy, signals: Iterable[Signal], mode: Mode = Mode.MACHINE) -> Verdict:
    """Return the strictest outcome that a clause, a safeguard or the mode asks for. Pure and total.

    A rule is met at `value >= hold_at` (or `reject_at`); of several signals of one attribute the
    highest counts. Raising a signal within [0, 1] never softens the outcome, and neither the
    order of signals nor that of clauses changes it.

    Faults: the mark FAULT, a NaN or any other value outside [0, 1], wherever it stands, or a
    missing attribute that a rule needs (save TRUSTED_REPORTS), or no proof of scoring. A fault
    holds, no more and no less, with the reason "not-scored": numbers of a broken producer are not
    good enough to publish, nor to reject. The clauses that the valid values meet are still named,
    for the person who looks.

    A policy without any rule holds all, with the reason "no-rules": it gives the machine nothing
    to judge by, and no comment is published unjudged.

    A safeguard holds by itself, in every mode: some person switched it on (a sanction, a blocked
    phrase, a wait for new authors, a closed article), or it says that the text could not be
    judged. Publishing first and looking later overrules neither. It never softens a rejection by
    a clause.

    Modes: PRE is one more reason to hold, so a rejection stands. POST publishes where MACHINE would
    hold for no other reason than a clause, and has a person look at whatever it publishes. So POST
    is never stricter than MACHINE, which is never stricter than PRE.
    """
    values, all_valid = _highest_values(signals)
    met = _clauses_met(policy, values)
    reasons = tuple(_reasons(policy, values, mode, all_valid=all_valid))
    outcome = _outcome({asked for _, asked in met}, reasons, mode)
    return Verdict(
        outcome=outcome,
        clauses=_strictest_first(met),
        reasons=reasons,
        needs_person=outcome is Outcome.HOLD or (outcome is Outcome.PUBLISH and mode is Mode.POST),
    )


def _highest_values(signals: Iterable[Signal]) -> tuple[dict[str, float], bool]:
    """Return the highest valid value by attribute, and whether all values were valid."""
    highest: dict[str, float] = {}
    all_valid = True
    for signal in signals:
        if 0 <= signal.value <= 1:  # false for NaN too
            highest[signal.attribute] = max(signal.value, highest.get(signal.attribute, 0.0))
        else:
            all_valid = False
    return highest, all_valid


def _clauses_met(policy: Policy, values: Mapping[str, float]) -> list[tuple[str, Outcome]]:
    """Return the id of each clause that is met and what it asks for, in policy order."""
    asked = ((clause.id, _asked_by_clause(clause, values)) for clause in policy.clauses)
    return [(id_, outcome) for id_, outcome in asked if outcome is not Outcome.PUBLISH]


def _asked_by_clause(clause: Clause, values: Mapping[str, float]) -> Outcome:
    asked = {
        _asked_by_rule(rule, values[rule.attribute])
        for rule in clause.rules
        if rule.attribute in values
    }
    if Outcome.REJECT in asked:
        return Outcome.REJECT
    return Outcome.HOLD if Outcome.HOLD in asked else Outcome.PUBLISH


def _asked_by_rule(rule: Rule, value: float) -> Outcome:
    if rule.reject_at is not None and value >= rule.reject_at:
        return Outcome.REJECT
    return Outcome.HOLD if value >= rule.hold_at else Outcome.PUBLISH


def _reasons(
    policy: Policy, values: Mapping[str, float], mode: Mode, *, all_valid: bool
) -> Iterator[str]:
    ruled = {rule.attribute for clause in policy.clauses for rule in clause.rules}
    complete = values.keys() >= ruled - {TRUSTED_REPORTS} | {PROOF_OF_SCORING}
    if FAULT in values or not (all_valid and complete):
        yield NOT_SCORED
    if not ruled:
        yield NO_RULES
    if mode is Mode.PRE:
        yield PRE_MODERATION
    for attribute, reason in SAFEGUARD_REASONS.items():
        # An absent safeguard is one that had nothing to say.
        if values.get(attribute, 0.0) >= SAFEGUARD_HOLDS_AT:
            yield reason


def _outcome(asked: set[Outcome], reasons: tuple[str, ...], mode: Mode) -> Outcome:
    if NOT_SCORED in reasons:
        return Outcome.HOLD
    if Outcome.REJECT in asked:
        return Outcome.REJECT
    if reasons or (asked and mode is not Mode.POST):
        return Outcome.HOLD
    return Outcome.PUBLISH


def _strictest_first(met: list[tuple[str, Outcome]]) -> tuple[str, ...]:
    # False sorts before True, and sorting is stable.
    by_strictness = sorted(met, key=lambda clause: clause[1] is not Outcome.REJECT)
    return tuple(id_ for id_, _ in by_strictness)
