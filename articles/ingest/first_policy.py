"""The first policy of a site that an article file introduces: the grounds that it prints."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from articles.slugs import slug_of

# In the order of asking: "attacks against X" may name hate too, but the target decides.
_CLAUSE_WORDS = (
    ("attack-on-publication", re.compile(r"\battacks?\s+(?:against|on|upon|at)\b", re.IGNORECASE)),
    (
        "illegal-content",
        re.compile(r"\b(?:illegal|unlawful|criminal|threat\w*|libel\w*|defam\w+)", re.IGNORECASE),
    ),
    (
        "hateful-language",
        re.compile(r"\b(?:hate\w*|racis\w+|slurs?|abus\w+|obscen\w+|insult\w*)", re.IGNORECASE),
    ),
)
# Attacks on other readers are a ground of their own, which only people apply.
_OTHER_PEOPLE = re.compile(
    r"\b(?:readers?|users?|commenters?|other people|others)\b", re.IGNORECASE
)
_MAX_ID, _MAX_TITLE = 64, 200


def first_policy(path: Path, grounds: Sequence[str], invitation: str) -> dict[str, Any]:
    """Return a policy document with a clause for each printed ground, titled as printed.

    A ground that says the same as a clause of the default policy (the TOML file at `path`) gets its
    rules and its wording behind the printed words. Any other becomes a clause without rules, for
    people to apply. Without grounds it is the default policy.
    """
    default: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    if not grounds:
        return default
    known = {clause["id"]: clause for clause in default["clauses"]}
    clauses: dict[str, dict[str, Any]] = {}
    for ground in grounds:
        clause = _clause(ground, known.get(_matching_id(ground)))
        if clause["id"] in clauses:
            clause = _clause(ground, None)
        clauses.setdefault(clause["id"], clause)
    introduction = invitation or default["introduction"]
    return {**default, "introduction": introduction, "clauses": list(clauses.values())}


def _matching_id(ground: str) -> str:
    for clause_id, words in _CLAUSE_WORDS:
        found = words.search(ground)
        if found and not _OTHER_PEOPLE.search(ground[: found.end() + 20]):
            return clause_id
    return ""


def _clause(ground: str, known: dict[str, Any] | None) -> dict[str, Any]:
    title = (ground[0].upper() + ground[1:])[:_MAX_TITLE]
    printed = f"{title} will be removed."
    if known is None:
        clause_id = slug_of(ground, limit=_MAX_ID) or "other-grounds"
        return {"id": clause_id, "title": title, "wording": printed, "ground": "", "rules": []}
    return {**known, "title": title, "wording": f"{printed} {known['wording']}"}
