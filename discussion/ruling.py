"""What is to become of a comment, and on whose word: the input of the one writer of status."""

from dataclasses import dataclass
from typing import Any

from articles.models import PolicyVersion
from discussion.errors import StaleComment
from discussion.models import Comment, Decision, Revision, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision to be stored about one revision, by machine or person, or taken over.

    `again`: the machine rules once more on a text that it ruled on before and no person did.
    `passages` are the words of the text that met the clauses, as far as they were marked.
    `producers` are dicts of name, version and digest. `score` is the scorer's highest value; a
    machine cannot publish without one. `source` is where it was made, when it was taken over.
    """

    revision: Revision
    outcome: str
    policy: PolicyVersion
    moderation: str
    clauses: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    person: User | None = None
    again: bool = False
    engine_version: str = ""
    producers: tuple[dict[str, Any], ...] = ()
    score: float | None = None
    scorer: str = ""
    reasoning: str = ""
    private_note: str = ""
    source: str = ""

    @property
    def actor_kind(self) -> str:
        if self.source:
            return Decision.Actor.IMPORT
        return Decision.Actor.PERSON if self.person else Decision.Actor.MACHINE

    @property
    def actor(self) -> str:
        """Who, as the audit names them."""
        if self.source:
            return f"import:{self.source}"
        return f"user:{self.person.pk}" if self.person else "machine:engine"

    @property
    def restricts(self) -> bool:
        """Whether it keeps the text from readers, so that its author is owed reasons."""
        return self.outcome != Decision.Outcome.PUBLISH


def ruled_revision(comment: Comment) -> Revision:
    """Return the text that a ruling on the comment is about: what the desk has to show.

    The waiting text, else the public one, else the one that the effective decision is about. Raises
    StaleComment when there is none (its author took it away meanwhile).
    """
    revisions = comment.revisions.exclude(state=Revision.State.SUPERSEDED)
    judged = comment.decision.revision_id if comment.decision is not None else None
    by_pk = {revision.pk: revision for revision in revisions}
    waiting = [revision for revision in by_pk.values() if revision.waits]
    for revision in (*waiting, by_pk.get(comment.public_revision_id or 0), by_pk.get(judged or 0)):
        if revision is not None:
            return revision
    raise StaleComment
