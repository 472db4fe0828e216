"""What a reader sees of the change from one policy to another: words marked, thresholds beside each
other. Works on documents that are still being written, too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from moderation.policy.editing import THRESHOLDS, whole, whole_clause
from moderation.policy.reader import Table

# A word with the blanks behind it: what is marked reads as whole words.
_WORDS = re.compile(r"\S+\s*|\s+")
NAMES = {
    "title": "Title",
    "introduction": "Introduction",
    "wording": "Wording",
    "ground": "Legal ground",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `kind` is "same", "ins" or "del"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text of the policy, in pieces."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule's thresholds, as printed, "" for none; `kind` is "ins", "del" or "same"."""

    attribute: str
    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """`kind` is "ins", "del", "moved" or "same"; of one that stayed only what changed is named."""

    id: str
    title: str
    kind: str
    texts: tuple[TextChange, ...]
    rules: tuple[RuleChange, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Falsy exactly if nothing changed."""

    texts: tuple[TextChange, ...]
    clauses: tuple[ClauseChange, ...]

    def __bool__(self) -> bool:
        return bool(self.texts or self.clauses)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Return what changed from one document to the other, in the order of the later one; what was
    removed comes first.
    """
    old, new = whole(before), whole(after)
    return Difference(
        texts=tuple(_texts(old, new, ("title", "introduction"))),
        clauses=tuple(_clauses(_by_key(old), _by_key(new))),
    )


def _by_key(document: Table) -> dict[str, Table]:
    """Return the clauses by id; those that have none yet, or one twice, are told by their place."""
    clauses: dict[str, Table] = {}
    rows: Any = document["clauses"]
    for place, clause in enumerate(rows):
        name = str(clause["id"])
        clauses[name if name and name not in clauses else f"{name}#{place}"] = clause
    return clauses


def _clauses(old: dict[str, Table], new: dict[str, Table]) -> Iterator[ClauseChange]:
    nothing = whole_clause({})
    yield from (_clause(old[key], nothing, "del") for key in old if key not in new)
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    for key, clause in new.items():
        if key not in old:
            yield _clause(nothing, clause, "ins")
            continue
        change = _clause(old[key], clause, "moved" if key in moved else "same")
        if change.kind == "moved" or change.texts or change.rules:
            yield change


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the fewest that changed their place among those that stayed."""
    stayed = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    in_place = {after[match.b + step] for match in stayed for step in range(match.size)}
    return set(after) - in_place


def _clause(old: Table, new: Table, kind: str) -> ClauseChange:
    shown = old if kind == "del" else new
    return ClauseChange(
        id=str(shown["id"]),
        title=str(shown["title"]),
        kind=kind,
        texts=tuple(_texts(old, new, ("title", "wording", "ground"))),
        rules=tuple(_rules(old["rules"], new["rules"])),
    )


def _texts(old: Table, new: Table, names: tuple[str, ...]) -> Iterator[TextChange]:
    for name in names:
        if old[name] != new[name]:
            yield TextChange(NAMES[name], tuple(pieces(str(old[name]), str(new[name]))))


def _rules(old: Any, new: Any) -> Iterator[RuleChange]:
    before = {rule["attribute"]: _printed(rule) for rule in old}
    after = {rule["attribute"]: _printed(rule) for rule in new}
    none = ("",) * len(THRESHOLDS)
    for name in (name for name in before if name not in after):
        yield RuleChange(name, "del", before[name], none)
    for name, thresholds in after.items():
        if name not in before:
            yield RuleChange(name, "ins", none, thresholds)
        elif before[name] != thresholds:
            yield RuleChange(name, "same", before[name], thresholds)


def _printed(rule: Table) -> tuple[str, ...]:
    return tuple(str(rule[name]) for name in THRESHOLDS)


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Yield the later text with what came and what went, word by word. All that is "same" or "ins"
    is the later text, all that is "same" or "del" the earlier one.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        if b > a:
            yield Piece("del", "".join(old[a:b]))
        if d > c:
            yield Piece("ins", "".join(new[c:d]))
