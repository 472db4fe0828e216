"""The policy in the words that are printed below an article."""

from dataclasses import dataclass
from typing import Any

from articles.models import PolicyVersion, Site


@dataclass(frozen=True, slots=True)
class PrintedClause:
    """A clause as readers see it: its words and what a machine does, never the thresholds."""

    title: str
    wording: str
    ground: str
    machine: str


MACHINE_NOTHING = "Applied by people alone."
MACHINE_HOLDS = (
    "A machine reads every comment first. Where it suspects this, the comment waits for a person; "
    "the machine removes nothing."
)
MACHINE_REJECTS = (
    "A machine reads every comment first. Where it suspects this, the comment waits for a person; "
    "in the plainest cases the machine removes it, and says so."
)


def printed_clauses(policy: PolicyVersion) -> list[PrintedClause]:
    """Return the clauses in the policy's order."""
    return [
        PrintedClause(
            title=clause["title"],
            wording=clause["wording"],
            ground=clause.get("ground", ""),
            machine=_machine(clause),
        )
        for clause in policy.clauses
    ]


def grounds_sentence(site: Site, policy: PolicyVersion) -> str:
    """Return the clauses as one sentence: “Hateful language, … or … will be removed.”"""
    titles = [_of_publication(clause["title"], site.name) for clause in policy.clauses]
    later = [_lower_first(title) for title in titles[1:]]
    if not later:
        return f"{titles[0]} will be removed."
    commas = ", ".join([titles[0], *later[:-1]])
    # The serial comma parts three or more; two need none.
    return f"{commas}{',' if len(later) > 1 else ''} or {later[-1]} will be removed."


def _machine(clause: dict[str, Any]) -> str:
    rules = clause.get("rules", ())
    if not rules:
        return MACHINE_NOTHING
    return MACHINE_REJECTS if any("reject_at" in rule for rule in rules) else MACHINE_HOLDS


def _of_publication(title: str, name: str) -> str:
    return title.replace("the publication", name)


def _lower_first(title: str) -> str:
    # An abbreviation keeps its capitals.
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
