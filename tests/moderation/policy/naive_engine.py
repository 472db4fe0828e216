"""A second engine, written from the rules in another way, that the real one is compared with.

It walks over all pairs of a rule and a signal and counts, where the real one reduces signals to
their highest values first.
"""

from moderation.policy.types import Mode, Outcome, Verdict

REASONS_IN_ORDER = [
    "not-scored",
    "no-rules",
    "pre-moderation",
    "sanction",
    "guest",
    "new-author",
    "blocked-phrase",
    "flood",
    "links",
    "unknown-language",
    "unscorable",
    "article-closed",
]


def naive_verdict(policy, signals, mode):
    signals = list(signals)
    good = [signal for signal in signals if signal.value in (0, 1) or 0 < signal.value < 1]
    pairs = [
        (clause, rule, signal)
        for clause in policy.clauses
        for rule in clause.rules
        for signal in good
        if rule.attribute == signal.attribute
    ]
    holding = {c.id for c, rule, signal in pairs if not signal.value < rule.hold_at}
    rejecting = {
        c.id
        for c, rule, signal in pairs
        if rule.reject_at is not None and not signal.value < rule.reject_at
    }
    reasons = naive_reasons(policy, signals, good, mode)
    ids = [clause.id for clause in policy.clauses]
    clauses = [i for i in ids if i in rejecting] + [i for i in ids if i in holding - rejecting]
    if "not-scored" in reasons:
        outcome = Outcome.HOLD
    elif rejecting:
        outcome = Outcome.REJECT
    elif reasons or (holding and mode != Mode.POST):
        outcome = Outcome.HOLD
    else:
        outcome = Outcome.PUBLISH
    return Verdict(
        outcome=outcome,
        clauses=tuple(clauses),
        reasons=tuple(sorted(reasons, key=REASONS_IN_ORDER.index)),
        needs_person=outcome == "hold" or (outcome == "publish" and mode == "post"),
    )


def naive_reasons(policy, signals, good, mode):
    reasons = set()
    there = {signal.attribute for signal in good}
    wanted = {"toxicity"}
    for clause in policy.clauses:
        wanted.update(rule.attribute for rule in clause.rules)
    wanted.discard("trusted_reports")
    if len(good) < len(signals) or wanted - there or "fault" in there:
        reasons.add("not-scored")
    if sum(len(clause.rules) for clause in policy.clauses) == 0:
        reasons.add("no-rules")
    if mode == "pre":
        reasons.add("pre-moderation")
    loud = {signal.attribute.replace("_", "-") for signal in good if not signal.value < 0.5}
    return reasons | (loud & set(REASONS_IN_ORDER[3:]))
