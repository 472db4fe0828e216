"""Word files: what a detector looks for, as tables that a person can read and extend.

A line `[kind]` opens a kind; the lines below it, one regular expression each, are its
alternatives. `{kind}` in a line stands for any line of a kind above. `#` opens a comment.
All of it is for the folded view: lower case, disguises undone.
"""

import re
from pathlib import Path

_KIND = re.compile(r"\[([a-z_]+)\]")
_REFERENCE = re.compile(r"\{([a-z_]+)\}")


def read_kinds(file: Path) -> dict[str, str]:
    """Return for each kind one regular expression, references resolved.

    Raises KeyError where a line refers to a kind that is not above it.
    """
    kinds: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        if kind := _KIND.fullmatch(line):
            kinds[kind[1]] = []
        elif line and not line.startswith("#"):
            kinds[next(reversed(kinds))].append(_resolved(line, kinds))
    return {kind: "|".join(lines) for kind, lines in kinds.items()}


def _resolved(line: str, kinds: dict[str, list[str]]) -> str:
    return _REFERENCE.sub(lambda match: f"(?:{'|'.join(kinds[match[1]])})", line)
