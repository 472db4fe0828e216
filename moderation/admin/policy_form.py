"""A policy being written, as the page shows it: each field with what is wrong beside it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from moderation.policy.document import PolicyInvalid, policy_from_document
from moderation.policy.editing import bare
from moderation.policy.external import is_external
from moderation.policy.reader import Table

NOBODYS = "no scorer or detector produces it"


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `name` is its place in the document (policy.editing.document_from_form)."""

    name: str
    value: Any
    problems: tuple[str, ...]

    @property
    def described_by(self) -> str:
        """The id of the element that names the problems."""
        return f"{self.name}-problems"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """`choices` are the attributes offered, the rule's own among them."""

    place: int
    attribute: Field
    hold_at: Field
    reject_at: Field
    choices: list[str]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """`is_fixed`: the id was published, so it stays."""

    place: int
    id: Field
    is_fixed: bool
    title: Field
    wording: Field
    ground: Field
    rules: list[RuleRow]


@dataclass(frozen=True, slots=True)
class PolicyRows:
    """`problems` are those that belong to no field."""

    title: Field
    introduction: Field
    clauses: list[ClauseRow]
    problems: list[str]
    count: int


def problems_of(document: Table, produced: Collection[str]) -> list[tuple[str, str]]:
    """Return what `policy check` would say, each with the name of the field it belongs to."""
    try:
        policy_from_document(bare(document))
        found = []
    except PolicyInvalid as invalid:
        found = [_placed(problem) for problem in invalid.problems]
    return [*found, *_unproduced(document, produced)]


def _placed(problem: str) -> tuple[str, str]:
    """Return `clauses[0].rules[1].hold_at: is missing` as (`clauses-0-rules-1-hold_at`, …)."""
    place, _, words = problem.partition(": ")
    return place.replace("].", "-").replace("[", "-").replace("]", ""), words


def _unproduced(document: Table, produced: Collection[str]) -> Iterator[tuple[str, str]]:
    clauses: Any = document["clauses"]
    for c, clause in enumerate(clauses):
        for r, rule in enumerate(clause["rules"]):
            name = rule["attribute"]
            if name and name not in produced and not is_external(name):
                yield f"clauses-{c}-rules-{r}-attribute", NOBODYS


def policy_rows(
    document: Table, *, produced: Collection[str], fixed: Collection[str]
) -> PolicyRows:
    """Return the whole document as rows of fields."""
    problems = problems_of(document, produced)
    told = _Told(problems)
    clauses: Any = document["clauses"]
    rows = [_clause(told, place, clause, produced, fixed) for place, clause in enumerate(clauses)]
    title = told.field("title", document["title"])
    introduction = told.field("introduction", document["introduction"])
    return PolicyRows(title, introduction, rows, told.left(), len(problems))


class _Told:
    """The problems by field, and which of them no field took."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self._left: dict[str, list[str]] = {}
        for name, words in problems:
            self._left.setdefault(name, []).append(words)

    def field(self, name: str, value: Any) -> Field:
        return Field(name, value, tuple(self._left.pop(name, ())))

    def left(self) -> list[str]:
        return [f"{name}: {text}" for name, words in self._left.items() for text in words]


def _clause(
    told: _Told, place: int, clause: Any, produced: Collection[str], fixed: Collection[str]
) -> ClauseRow:
    at = f"clauses-{place}"
    texts = {name: told.field(f"{at}-{name}", clause[name]) for name in ("title", "wording")}
    return ClauseRow(
        place=place,
        id=told.field(f"{at}-id", clause["id"]),
        is_fixed=clause["id"] in fixed,
        ground=told.field(f"{at}-ground", clause["ground"]),
        rules=[_rule(told, at, r, rule, produced) for r, rule in enumerate(clause["rules"])],
        **texts,
    )


def _rule(told: _Told, at: str, place: int, rule: Any, produced: Collection[str]) -> RuleRow:
    here = f"{at}-rules-{place}"
    fields = {
        name: told.field(f"{here}-{name}", rule[name])
        for name in ("attribute", "hold_at", "reject_at")
    }
    offered = sorted({*produced, rule["attribute"]} - {""})
    return RuleRow(place=place, choices=offered, **fields)
