"""One statement of reasons as a row of the European database: codes and the policy's own words,
nothing that anybody wrote and nobody's name.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from articles.models import Site
from discussion.models import Decision, Statement
from discussion.statements import policy_address
from moderation.transparency import schema

# What an attribute of the policy's rules is in the database's categories.
CATEGORIES = {
    **dict.fromkeys(
        ("toxicity", "severe_toxicity", "obscene", "insult", "identity_attack", "sexual_explicit"),
        schema.SPEECH,
    ),
    "threat": schema.VIOLENCE,
    "incitement": schema.VIOLENCE,
    "personal_data": schema.PRIVACY,
    "illegal_trade": schema.PRODUCTS,
    "attack_on_publication": schema.TERMS,
}


@dataclass(frozen=True, slots=True)
class Around:
    """What a batch of decisions is explained by, read at once: by id of decision or revision."""

    signals: dict[int, dict[str, float]] = field(default_factory=dict)
    noticed: frozenset[int] = frozenset()
    reported: frozenset[int] = frozenset()


def row_of(statement: Statement, site: Site, around: Around) -> dict[str, schema.Value]:
    """Return the statement's row, without what it has nothing to say about."""
    decision = statement.decision
    clause = decision.policy.clause(decision.clauses[0])
    row: dict[str, schema.Value] = {
        "decision_visibility": [
            schema.REMOVED if decision.outcome == Decision.Outcome.REJECT else schema.DISABLED
        ],
        "end_date_visibility_restriction": _end(decision),
        **_ground(clause, decision),
        "decision_ground_reference_url": policy_address(site),
        "content_type": [schema.TEXT],
        "category": _category(clause, around.signals.get(decision.revision_id, {})),
        "territorial_scope": list(schema.COUNTRIES),
        "content_language": site.languages[0].upper() if len(site.languages) == 1 else None,
        "content_date": _day(decision.revision.created_at),
        "application_date": _day(decision.created_at),
        "decision_facts": _facts(statement, around),
        "source_type": _source(decision, around),
        "automated_detection": schema.YES if _detected(statement) else schema.NO,
        "automated_decision": _automated(decision),
        "puid": str(statement.public_id),
    }
    return {name: row[name] for name in schema.COLUMNS if row.get(name) is not None}


def _ground(clause: dict[str, Any], decision: Decision) -> dict[str, schema.Value]:
    """Return the law or the terms that the first clause rests on, in the policy's own words."""
    named = f"{clause['title']} (comment policy, version {decision.policy.number})"
    if clause.get("ground"):
        return {
            "decision_ground": schema.ILLEGAL,
            "illegal_content_legal_ground": clause["ground"][:500],
            "illegal_content_explanation": clause["wording"][:2_000],
        }
    return {
        "decision_ground": schema.INCOMPATIBLE,
        "incompatible_content_ground": named[:500],
        "incompatible_content_explanation": clause["wording"][:2_000],
        "incompatible_content_illegal": schema.NO,
    }


def _category(clause: dict[str, Any], values: dict[str, float]) -> str:
    """Return the category of the strongest signal that met a rule of the clause; without one, that
    of all its rules where they have the same."""
    rules = [rule for rule in clause.get("rules", []) if rule["attribute"] in CATEGORIES]
    met = [rule for rule in rules if values.get(rule["attribute"], 0.0) >= rule["hold_at"]]
    if met:
        return CATEGORIES[max(met, key=lambda rule: values[rule["attribute"]])["attribute"]]
    of_rules = {CATEGORIES[rule["attribute"]] for rule in rules}
    if len(of_rules) == 1:
        return of_rules.pop()
    return schema.SPEECH if clause.get("ground") else schema.TERMS


def _facts(statement: Statement, around: Around) -> str:
    """Return the facts, put together from codes alone."""
    decision = statement.decision
    how = {
        schema.BY_NOTICE: "A notice of illegal content named the comment.",
        schema.BY_REPORT: "Readers reported the comment.",
    }
    found = "Automated means found the text." if _detected(statement) else ""
    who = {
        Decision.Actor.MACHINE: "A machine decided by published rules.",
        Decision.Actor.PERSON: "A person decided.",
        Decision.Actor.IMPORT: "The decision was made elsewhere and taken over.",
    }
    clauses = f"Clauses: {', '.join(decision.clauses)}; policy version {decision.policy.number}."
    parts = (
        how.get(_source(decision, around), ""),
        found,
        who[Decision.Actor(decision.actor_kind)],
    )
    return " ".join([*filter(None, parts), clauses])


def _source(decision: Decision, around: Around) -> str:
    if decision.pk in around.noticed:
        return schema.BY_NOTICE
    return schema.BY_REPORT if decision.pk in around.reported else schema.OWN_INITIATIVE


def _automated(decision: Decision) -> str:
    """A person who rules on what a machine had held does so with its help: partially."""
    if decision.actor_kind == Decision.Actor.MACHINE:
        return schema.FULLY
    earlier = decision.supersedes
    helped = (
        earlier is not None
        and earlier.actor_kind == Decision.Actor.MACHINE
        and earlier.outcome != Decision.Outcome.PUBLISH
    )
    return schema.PARTIALLY if helped else schema.NOT_AUTOMATED


def _detected(statement: Statement) -> bool:
    return statement.facts.get("detected_by_machine") is True


def _end(decision: Decision) -> str | None:
    """Return the day on which a later decision took this one's place; None while it stands."""
    later = getattr(decision, "superseded_by", None)
    return None if later is None else _day(later.created_at)


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
