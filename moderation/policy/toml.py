"""A policy as TOML text, so that an editor starts from what is in force."""

import json
from collections.abc import Iterator

from moderation.policy.types import Clause, Policy


def toml_from_policy(policy: Policy) -> str:
    """Return text that `document.read_toml` reads back as the same policy."""
    return "\n".join(_lines(policy)) + "\n"


def _lines(policy: Policy) -> Iterator[str]:
    yield f"title = {_string(policy.title)}"
    if policy.introduction:
        yield f"introduction = {_string(policy.introduction)}"
    for clause in policy.clauses:
        yield from _clause_lines(clause)


def _clause_lines(clause: Clause) -> Iterator[str]:
    yield from ("", "[[clauses]]", f"id = {_string(clause.id)}")
    yield f"title = {_string(clause.title)}"
    yield f"wording = {_string(clause.wording)}"
    if clause.ground:
        yield f"ground = {_string(clause.ground)}"
    for rule in clause.rules:
        yield from ("", "[[clauses.rules]]", f"attribute = {_string(rule.attribute)}")
        yield f"hold_at = {rule.hold_at!r}"
        if rule.reject_at is not None:
            yield f"reject_at = {rule.reject_at!r}"


def _string(text: str) -> str:
    # JSON's escapes are all TOML's too, and what JSON leaves bare but TOML forbids (DEL, half a
    # surrogate pair) is in no policy.
    return json.dumps(text, ensure_ascii=False)
