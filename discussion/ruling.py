"""What is to become of a comment, and on whose word: the input of the one writer of status."""

from dataclasses import dataclass
from typing import Any

from articles.models import PolicyVersion
from discussion.models import Decision, Revision, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision to be stored about one revision, by machine or person.

    `producers` are dicts of name, version and digest. `score` is the scorer's highest value; a
    machine cannot publish without one.
    """

    revision: Revision
    outcome: str
    policy: PolicyVersion
    moderation: str
    clauses: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    person: User | None = None
    engine_version: str = ""
    producers: tuple[dict[str, Any], ...] = ()
    score: float | None = None
    scorer: str = ""
    reasoning: str = ""
    private_note: str = ""

    @property
    def actor_kind(self) -> str:
        return Decision.Actor.PERSON if self.person else Decision.Actor.MACHINE

    @property
    def actor(self) -> str:
        """Who, as the audit names them."""
        return f"user:{self.person.pk}" if self.person else "machine:engine"

    @property
    def restricts(self) -> bool:
        """Whether it keeps the text from readers, so that its author is owed reasons."""
        return self.outcome != Decision.Outcome.PUBLISH
