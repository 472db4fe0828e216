"""Groups of people as texts name them, to see whether naming one makes a false alarm likelier."""

import re
from functools import cache
from pathlib import Path

TERMS_FILE = Path(__file__).with_name("identity_terms.txt")


def named_groups(text: str) -> frozenset[str]:
    """Return the groups of which a term stands in the text as a whole word, in any case."""
    return frozenset(group for group, terms in _patterns().items() if terms.search(text))


@cache
def group_names() -> tuple[str, ...]:
    """Return all groups, in the order of the file."""
    return tuple(_patterns())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lines = TERMS_FILE.read_text(encoding="utf-8").splitlines()
    listed = (line.split(":") for line in lines if line and not line.startswith("#"))
    return {group.strip(): _pattern(terms) for group, terms in listed}


def _pattern(terms: str) -> re.Pattern[str]:
    # A blank in a term stands for any blanks and hyphens: "old people", "old-people".
    words = (r"[\s-]+".join(map(re.escape, term.split())) for term in terms.split(","))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
