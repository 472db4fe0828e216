"""Reading untrusted tables and lists, and collecting every problem instead of the first."""

import re
from collections.abc import Collection
from reprlib import repr as shortened

Table = dict[str, object]

# NUL is refused by PostgreSQL, half a surrogate pair by UTF-8; other controls are never meant.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Reader:
    """Takes values out of parsed TOML or JSON; what is wrong goes to `problems`, with its place.

    After a problem an empty value is returned, so that reading goes on and finds the others.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []

    def note(self, place: str, problem: str) -> None:
        self.problems.append(f"{place}: {problem}")

    def table(
        self, value: object, place: str, *, required: Collection[str], optional: Collection[str]
    ) -> Table:
        if not isinstance(value, dict):
            self.note(place or "policy", "is not a table")
            return {}
        table = {str(key): item for key, item in value.items()}
        for key in required:
            if key not in table:
                self.note(below(place, key), "is missing")
        for key in sorted(table.keys() - {*required, *optional}):
            self.note(place or "policy", f"{shortened(key)} is not a known key")
        return table

    def items(self, table: Table, key: str, place: str, *, at_most: int) -> list[object]:
        value = table.get(key, [])
        if not isinstance(value, list):
            self.note(below(place, key), "is not a list")
            return []
        if len(value) > at_most:
            self.note(below(place, key), f"has {len(value)} entries, more than {at_most}")
            return []
        return value

    def text(
        self, table: Table, key: str, place: str, *, at_most: int, may_be_empty: bool = False
    ) -> str:
        """Return the text; surrounding blanks are kept. `at_most` counts code points."""
        value = table.get(key, "")
        at = below(place, key)
        if not isinstance(value, str):
            self.note(at, "is not a text")
            return ""
        if key in table and not (may_be_empty or value.strip()):
            self.note(at, "is empty")
        if len(value) > at_most:
            self.note(at, f"has {len(value)} characters, more than {at_most}")
        if _FORBIDDEN.search(value):
            self.note(at, "holds a control character or half a surrogate pair")
        return value

    def threshold(self, table: Table, key: str, place: str) -> float | None:
        """Return the number above 0 and up to 1, or None if there is none."""
        if key not in table:
            return None
        value = table[key]
        # bool is an int to Python: `hold_at = true` would read as 1.
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.note(below(place, key), "is not a number")
            return None
        if not 0 < value <= 1:  # true for NaN too
            self.note(below(place, key), f"{shortened(value)} is not between 0 and 1")
            return None
        return float(value)


def below(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
