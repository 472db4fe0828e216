"""Why a comment needs a person, in words that a moderator reads at a glance."""

from collections.abc import Collection
from dataclasses import dataclass

from articles.models import PolicyVersion

# What a ruling says of itself that only takes another one back, and is not taken back itself.
UNDONE = "undone"

REASONS_OF_DECISIONS = {
    "not-scored": "could not be scored",
    "no-rules": "policy has no rules",
    "pre-moderation": "everything is read first",
    "article-closed": "article was closed meanwhile",
    "sanction": "author is always held",
    "guest": "guest",
    "new-author": "new author",
    "blocked-phrase": "blocked phrase",
    "flood": "repetition or flood",
    "links": "links",
    "unknown-language": "unknown language",
    "unscorable": "hardly readable by machine",
    "external-moderator-review": "the site's own service asks for a look",
    "external-moderator-unavailable": "the site's own service did not answer",
    "moderator": "kept by a moderator",
    "change-requested": "author was asked to change it",
    "asked-to-change": "changed as a moderator asked",
    UNDONE: "decision taken back",
    "imported": "was held where it came from",
}
# Why somebody is asked to look, without a decision that says so: no author is told of these.
REASONS_TO_LOOK = {
    "change-not-made": "author did not change it",
    "notice": "notice of illegal content",
    "reported": "reported by readers",
    "sanctioned-author": "public, and its author was sanctioned",
    "second-look": "a blind second look says otherwise",
}
REASONS = {**REASONS_OF_DECISIONS, **REASONS_TO_LOOK}


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as the policy prints it."""

    id: str
    title: str
    wording: str


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """Clauses met, the strictest first, and what besides a clause asks for a person."""

    clauses: tuple[ClauseText, ...]
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All of it, each in a word or two."""
        return (*(c.title for c in self.clauses), *(r.text for r in self.reasons))


def why(clauses: Collection[str], reasons: Collection[str], policy: PolicyVersion | None) -> Why:
    """Return the codes in words. A clause that the policy no longer has stands under its id."""
    known = {clause.id: clause for clause in clause_texts(policy)}
    return Why(
        clauses=tuple(known.get(id_, ClauseText(id_, id_, "")) for id_ in clauses),
        reasons=tuple(Reason(code, REASONS.get(code, code)) for code in reasons),
    )


def clause_texts(policy: PolicyVersion | None) -> list[ClauseText]:
    """Return the policy's clauses in its order."""
    clauses = policy.clauses if policy else []
    return [ClauseText(c["id"], c["title"], c["wording"]) for c in clauses]
