"""Policies as documents: what editors write in TOML and what is stored as JSON, in one shape.

    {"title", "introduction", "clauses": [
        {"id", "title", "wording", "ground", "rules": [{"attribute", "hold_at", "reject_at"}]}]}

`introduction`, `ground`, `rules` and `reject_at` may be left out.
"""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path

from moderation.policy.engine import FAULT, SAFEGUARDS, TRUSTED_REPORTS
from moderation.policy.external import is_external
from moderation.policy.reader import Reader, Table, below
from moderation.policy.types import Clause, Policy, Rule

MAX_CLAUSES = 50
MAX_RULES = 50
MAX_ID = 64
MAX_TITLE = 200
MAX_GROUND = 500
MAX_TEXT = 4_000

_KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class PolicyInvalid(ValueError):
    """The document is no policy. `problems` names each place and what is wrong there."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_toml(path: Path) -> Table:
    """Return the document in a TOML file. Raises PolicyInvalid, or OSError for want of a file."""
    try:
        # utf-8-sig: some editors put a byte-order mark in front, which TOML does not know.
        return table_from_toml(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise PolicyInvalid([f"{path.name}: is not UTF-8"]) from error


def table_from_toml(text: str, name: str) -> Table:
    """Return the document in a text, which problems call by the name. Raises PolicyInvalid."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyInvalid([f"{name}: {error}"]) from error
    except RecursionError as error:
        raise PolicyInvalid([f"{name}: is nested too deeply"]) from error


def policy_from_document(document: object) -> Policy:
    """Return the policy that the document describes. Raises PolicyInvalid with all problems."""
    reader = Reader()
    table = reader.table(document, "", required=("title", "clauses"), optional=("introduction",))
    title = reader.text(table, "title", "", at_most=MAX_TITLE)
    introduction = reader.text(table, "introduction", "", at_most=MAX_TEXT, may_be_empty=True)
    clauses = _clauses(reader, table)
    if reader.problems:
        raise PolicyInvalid(reader.problems)
    return Policy(title=title, introduction=introduction, clauses=clauses)


def _clauses(reader: Reader, table: Table) -> tuple[Clause, ...]:
    items = reader.items(table, "clauses", "", at_most=MAX_CLAUSES)
    if table.get("clauses") == []:
        reader.note("clauses", "has no entry")
    clauses = [_clause(reader, item, f"clauses[{i}]") for i, item in enumerate(items)]
    _note_repeated(reader, [clause.id for clause in clauses], "clauses[{}].id")
    return tuple(clauses)


def _clause(reader: Reader, item: object, place: str) -> Clause:
    table = reader.table(
        item, place, required=("id", "title", "wording"), optional=("ground", "rules")
    )
    id_ = reader.text(table, "id", place, at_most=MAX_ID)
    if id_ and not _KEBAB_CASE.fullmatch(id_):
        reader.note(below(place, "id"), "is not in kebab-case, like hateful-language")
    return Clause(
        id=id_,
        title=reader.text(table, "title", place, at_most=MAX_TITLE),
        wording=reader.text(table, "wording", place, at_most=MAX_TEXT),
        ground=reader.text(table, "ground", place, at_most=MAX_GROUND, may_be_empty=True),
        rules=_rules(reader, table, place),
    )


def _rules(reader: Reader, table: Table, clause_place: str) -> tuple[Rule, ...]:
    items = reader.items(table, "rules", clause_place, at_most=MAX_RULES)
    place = below(clause_place, "rules")
    rules = [_rule(reader, item, f"{place}[{i}]") for i, item in enumerate(items)]
    _note_repeated(reader, [rule.attribute for rule in rules], place + "[{}].attribute")
    return tuple(rules)


def _rule(reader: Reader, item: object, place: str) -> Rule:
    table = reader.table(item, place, required=("attribute", "hold_at"), optional=("reject_at",))
    attribute = reader.text(table, "attribute", place, at_most=MAX_ID)
    if attribute and not _SNAKE_CASE.fullmatch(attribute):
        reader.note(below(place, "attribute"), "is not in snake_case, like identity_attack")
    if attribute in (*SAFEGUARDS, FAULT):
        reader.note(below(place, "attribute"), f"{attribute} is no ground: it holds by itself")
    hold_at = reader.threshold(table, "hold_at", place)
    reject_at = reader.threshold(table, "reject_at", place)
    if hold_at is None:
        return Rule(attribute, 1.0)  # stands in until the whole document is refused
    if reject_at is not None and reject_at < hold_at:
        reader.note(below(place, "reject_at"), f"{reject_at} is below hold_at, {hold_at}")
        return Rule(attribute, hold_at)
    return Rule(attribute, hold_at, reject_at)


def _note_repeated(reader: Reader, names: list[str], place: str) -> None:
    for i, name in enumerate(names):
        if name and name in names[:i]:
            reader.note(place.format(i), f"{name} stands there twice")


def document_from_policy(policy: Policy) -> Table:
    """Return the canonical document: every key there, but for an absent `reject_at`."""
    return {
        "title": policy.title,
        "introduction": policy.introduction,
        "clauses": [
            {
                "id": clause.id,
                "title": clause.title,
                "wording": clause.wording,
                "ground": clause.ground,
                "rules": [_rule_table(rule) for rule in clause.rules],
            }
            for clause in policy.clauses
        ],
    }


def _rule_table(rule: Rule) -> Table:
    table: Table = {"attribute": rule.attribute, "hold_at": rule.hold_at}
    return table if rule.reject_at is None else {**table, "reject_at": rule.reject_at}


def unproduced_attributes(policy: Policy, produced: Collection[str]) -> list[str]:
    """Return the attributes of rules that nobody produces, each once, in policy order.

    Such a rule would hold every comment as not scored. Reports are produced by readers, and what a
    site's own service produces only that service knows.
    """
    ruled = (rule.attribute for clause in policy.clauses for rule in clause.rules)
    known = {*produced, TRUSTED_REPORTS}
    return [name for name in dict.fromkeys(ruled) if name not in known and not is_external(name)]


def applicable_policy(document: object, produced: Collection[str]) -> Policy:
    """Return a policy fit to go into force. Raises PolicyInvalid, for unproduced attributes too."""
    policy = policy_from_document(document)
    if unproduced := unproduced_attributes(policy, produced):
        raise PolicyInvalid([f"{name}: no scorer or detector produces it" for name in unproduced])
    return policy
