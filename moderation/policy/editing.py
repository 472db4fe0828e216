"""A policy while somebody writes it: every step of the form, as a change of the document.

A document being written may be wrong anywhere, a threshold that is no number stays the text that
somebody typed: what is wrong is named beside it (document.policy_from_document), nothing is lost.
The shape is always whole: every clause has all its parts, every rule all its columns.
"""

from collections.abc import Collection, Mapping
from typing import Any

from moderation.policy.document import MAX_CLAUSES, MAX_RULES
from moderation.policy.reader import Table

TEXTS = ("id", "title", "wording", "ground")
THRESHOLDS = ("hold_at", "reject_at")


class UnknownStep(ValueError):
    """No button of the form says that."""


def whole(document: Mapping[str, Any]) -> Table:
    """Return the document with every part there, "" for what it leaves out."""
    return {
        "title": document.get("title", ""),
        "introduction": document.get("introduction", ""),
        "clauses": [whole_clause(clause) for clause in document.get("clauses", [])],
    }


def whole_clause(clause: Mapping[str, Any]) -> Table:
    """Return the clause with every part there; of {} an empty one."""
    rules = [
        {name: rule.get(name, "") for name in ("attribute", *THRESHOLDS)}
        for rule in clause.get("rules", [])
    ]
    return {**{name: clause.get(name, "") for name in TEXTS}, "rules": rules}


def bare(document: Table) -> Table:
    """Return the document as it is stored: a threshold left empty is not there at all."""
    clauses: Any = document["clauses"]
    return {
        **document,
        "clauses": [
            {**clause, "rules": [_bare_rule(r) for r in clause["rules"]]} for clause in clauses
        ],
    }


def _bare_rule(rule: Table) -> Table:
    return {name: value for name, value in rule.items() if value != "" or name == "attribute"}


def document_from_form(sent: Mapping[str, str], fixed: Collection[str]) -> Table:
    """Return the whole document that the form's fields make.

    A field is named `clauses-0-rules-1-hold_at`, as its place in the document. An id that was
    `fixed` by a publication stays, whatever was sent for it.
    """
    clauses: list[Table] = []
    while (place := f"clauses-{len(clauses)}") and f"{place}-title" in sent:
        if len(clauses) == MAX_CLAUSES:
            break
        clauses.append(_clause_from_form(sent, place, fixed))
    return {
        "title": _text(sent, "title"),
        "introduction": _text(sent, "introduction"),
        "clauses": clauses,
    }


def _clause_from_form(sent: Mapping[str, str], place: str, fixed: Collection[str]) -> Table:
    rules: list[Table] = []
    while (at := f"{place}-rules-{len(rules)}") and f"{at}-attribute" in sent:
        if len(rules) == MAX_RULES:
            break
        thresholds = {name: _number(_text(sent, f"{at}-{name}")) for name in THRESHOLDS}
        rules.append({"attribute": _text(sent, f"{at}-attribute"), **thresholds})
    before = _text(sent, f"{place}-was")
    clause: Table = {name: _text(sent, f"{place}-{name}") for name in TEXTS}
    if before in fixed:
        clause["id"] = before
    return {**clause, "rules": rules}


def _text(sent: Mapping[str, str], name: str) -> str:
    """Return the field as a policy keeps it: lines end as everywhere, and no database takes NUL."""
    return sent.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()


def _number(text: str) -> float | str:
    """Return the number, with a comma where people write one; else the text as it was typed."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    # JSON has no infinity and no NaN: as words they are refused like any other.
    return value if abs(value) < 1e6 else text


def after_step(document: Table, step: str) -> Table:
    """Return the whole document after a button of the form: `add-clause`, `up-clause-1`,
    `down-clause-1`, `remove-clause-1`, `add-rule-1`, `remove-rule-1-0`. Raises UnknownStep.
    """
    verb, _, rest = step.partition("-")
    noun, *numbers = rest.split("-")
    clauses = [dict(clause) for clause in document["clauses"]]  # type: ignore[attr-defined]  # whole
    try:
        places = [int(number) for number in numbers]
        _STEPS[verb, noun](clauses, *places)
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise UnknownStep(step) from error
    return {**document, "clauses": clauses}


def _add_clause(clauses: list[Table]) -> None:
    if len(clauses) < MAX_CLAUSES:
        clauses.append(whole_clause({}))


def _remove_clause(clauses: list[Table], place: int) -> None:
    del clauses[_there(clauses, place)]


def _up_clause(clauses: list[Table], place: int) -> None:
    if _there(clauses, place):
        clauses[place - 1], clauses[place] = clauses[place], clauses[place - 1]


def _down_clause(clauses: list[Table], place: int) -> None:
    if _there(clauses, place) + 1 < len(clauses):
        _up_clause(clauses, place + 1)


def _add_rule(clauses: list[Table], place: int) -> None:
    rules: Any = clauses[_there(clauses, place)]["rules"]
    if len(rules) < MAX_RULES:
        clauses[place]["rules"] = [*rules, {"attribute": "", "hold_at": "", "reject_at": ""}]


def _remove_rule(clauses: list[Table], place: int, rule: int) -> None:
    rules: Any = clauses[_there(clauses, place)]["rules"]
    _there(rules, rule)
    clauses[place]["rules"] = [*rules[:rule], *rules[rule + 1 :]]


def _there(rows: list[Any], place: int) -> int:
    """Return the place; IndexError for one that is not there, a negative one too."""
    if not 0 <= place < len(rows):
        raise IndexError(place)
    return place


_STEPS: dict[tuple[str, str], Any] = {
    ("add", "clause"): _add_clause,
    ("remove", "clause"): _remove_clause,
    ("up", "clause"): _up_clause,
    ("down", "clause"): _down_clause,
    ("add", "rule"): _add_rule,
    ("remove", "rule"): _remove_rule,
}
