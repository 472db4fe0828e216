"""What an editor changed between two versions of a policy, in words."""

from collections.abc import Collection, Iterator

from moderation.policy.types import Clause, Policy, Rule


def changes(before: Policy, after: Policy) -> list[str]:
    """Return one line per change, removals first; empty exactly if the two are equal."""
    return list(_policy_changes(before, after))


def _policy_changes(before: Policy, after: Policy) -> Iterator[str]:
    for part in ("title", "introduction"):
        if getattr(before, part) != getattr(after, part):
            yield f"{part} changed"
    old = {clause.id: clause for clause in before.clauses}
    new = {clause.id: clause for clause in after.clauses}
    yield from (f"clause {id_} removed" for id_ in old if id_ not in new)
    for id_, clause in new.items():
        if id_ in old:
            yield from _clause_changes(old[id_], clause)
        else:
            yield f"clause {id_} added: {_rules_in_words(clause.rules)}"
    if _common(old, new) != _common(new, old):
        yield "order of clauses changed"


def _clause_changes(before: Clause, after: Clause) -> Iterator[str]:
    where = f"clause {after.id}"
    for part in ("title", "wording", "ground"):
        if getattr(before, part) != getattr(after, part):
            yield f"{where}: {part} changed"
    old = {rule.attribute: rule for rule in before.rules}
    new = {rule.attribute: rule for rule in after.rules}
    yield from (
        f"{where}: rule for {attribute} removed" for attribute in old if attribute not in new
    )
    for attribute, rule in new.items():
        if attribute not in old:
            yield f"{where}: rule added: {_rule_in_words(rule)}"
        elif rule != old[attribute]:
            yield f"{where}: {_rule_in_words(rule)}; before: {_thresholds(old[attribute])}"
    if _common(old, new) != _common(new, old):
        yield f"{where}: order of rules changed"


def _common(names: Collection[str], others: Collection[str]) -> list[str]:
    return [name for name in names if name in others]


def _rules_in_words(rules: tuple[Rule, ...]) -> str:
    return "; ".join(map(_rule_in_words, rules)) or "for people alone to apply"


def _rule_in_words(rule: Rule) -> str:
    return f"{rule.attribute} {_thresholds(rule)}"


def _thresholds(rule: Rule) -> str:
    holds = f"holds at {rule.hold_at!r}"
    return holds if rule.reject_at is None else f"{holds}, rejects at {rule.reject_at!r}"
