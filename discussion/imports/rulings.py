"""Which decisions an imported comment gets: its state has to have one that says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discussion.imports.rows import Row, Text

_OUTCOME = {"published": "publish", "held": "hold", "rejected": "reject"}
# Made here, where the source told of no decision: why the text waits.
WAITED = ("imported",)


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that is taken over for one text; `told` is what the source said of it, or nothing.

    The last one of a comment is the one in force.
    """

    text: Text
    outcome: str
    told: dict[str, Any]

    @property
    def reasons(self) -> tuple[str, ...]:
        if self.told:
            return tuple(self.told.get("reasons") or ())
        return WAITED if self.outcome == "hold" else ()


def taken_over(row: Row) -> list[Taken]:
    """Return one decision for each text that was decided on, the one in force at the end.

    A published comment has one that publishes its public text, a held one that holds the text that
    waits, a rejected one that rejects: where the source tells of none such, it is made.
    """
    latest = {told["revision"]: told for told in row.told.get("decisions") or ()}
    decided = {
        text.number: Taken(text, latest[text.number]["outcome"], latest[text.number])
        for text in row.texts
        if text.number in latest
    }
    for text in row.texts:
        if text.state == "held" and (
            text.number not in decided or decided[text.number].outcome != "hold"
        ):
            decided[text.number] = Taken(text, "hold", {})
    in_force = _in_force(row, decided)
    others = [
        one
        for number, one in sorted(decided.items())
        if in_force is None or number != in_force.text.number
    ]
    return [*others, *filter(None, [in_force])]


def _in_force(row: Row, decided: dict[int, Taken]) -> Taken | None:
    named = [
        one
        for one in decided.values()
        if one.told.get("id") == row.told.get("decision") and one.told
    ]
    outcome = _OUTCOME.get(row.status)
    if outcome is None:
        # Taken back or erased: the last word about it stands, if there was one.
        return next(iter(named), None) or next(iter(reversed(decided.values())), None)
    text = _decided_text(row, named)
    there = decided.get(text.number)
    return there if there is not None and there.outcome == outcome else Taken(text, outcome, {})


def _decided_text(row: Row, named: list[Taken]) -> Text:
    if row.status == "published":
        return next(text for text in row.texts if text.number == row.public)
    if row.status == "held":
        return next(text for text in row.texts if text.state == "held")
    rejected = [one.text for one in named if one.outcome == "reject"]
    return rejected[0] if rejected else row.texts[-1]


def states(row: Row, taken: list[Taken]) -> Iterator[tuple[Text, str]]:
    """Yield each text with the state of its revision: what is rejected in force is rejected."""
    rejected = taken[-1].text.number if row.status == "rejected" else None
    for text in row.texts:
        yield text, "rejected" if text.number == rejected else text.state
