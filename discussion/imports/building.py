"""The rows of one imported comment, built and not yet stored: as its flows would have left them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from articles.audit import event_after
from articles.models import AuditEvent, PolicyVersion, Site
from discussion.comment_verification import STATUS_OF
from discussion.decision_digest import decision_digest
from discussion.imports.articles import uuid_of
from discussion.imports.places import Place
from discussion.imports.reactions import count_in, given_to
from discussion.imports.rows import Row
from discussion.imports.rulings import Taken, states, taken_over
from discussion.imports.times import moment_of
from discussion.models import (
    Comment,
    Decision,
    DecisionText,
    ImportedComment,
    Reaction,
    Revision,
    Statement,
)
from discussion.ruling import Ruling
from discussion.statements import facts_of
from discussion.text_hash import salted_hash, text_hash

# What the author reads of a rejection that nobody gave reasons for.
REMOVED = "It had been removed before the discussion moved here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all comments of a batch have in common; `taken` are public ids that other rows have."""

    site: Site
    source: str
    policies: Mapping[int, PolicyVersion]
    keep_ids: bool
    taken: frozenset[UUID]
    now: datetime

    @property
    def actor(self) -> str:
        return f"import:{self.source}"

    def policy(self, number: Any) -> PolicyVersion:
        """Return the version that the source's number means here, else the one in force."""
        return self.policies.get(number) or self.site.published_policy

    def kept(self, id_: Any) -> dict[str, UUID]:
        """Return the public id as columns, where it is one that can be kept."""
        public_id = uuid_of(str(id_)) if self.keep_ids and id_ else None
        return {"public_id": public_id} if public_id and public_id not in self.taken else {}


@dataclass(slots=True)
class Built:
    """Rows by table, in the order in which they are stored, and what each comment is to be."""

    comments: list[Comment] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    said: list[DecisionText] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    imported: list[ImportedComment] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    held: list[Revision] = field(default_factory=list)
    statuses: dict[str, list[int]] = field(default_factory=dict)

    def add(
        self,
        row: Row,
        frame: Frame,
        *,
        place: Place,
        author_id: int,
        readers: Mapping[str, int],
        revision_keys: list[int],
        fragments: list[str],
    ) -> None:
        """Build the rows of one comment."""
        comment = _comment(row, frame, place, author_id)
        given = given_to(comment, row, frame.site, readers)
        count_in(comment, given.rows)
        taken = taken_over(row)
        revisions = {}
        for (text, state), key, fragment in zip(
            states(row, taken), revision_keys, fragments, strict=True
        ):
            revision = Revision(
                pk=key,
                comment=comment,
                number=text.number,
                text=text.text,
                fragment=fragment,
                state=state,
                created_at=text.created_at or row.created_at,
            )
            if row.status == "erased":
                revision.salt = b""
            revisions[text.number] = revision
            self._tell(
                frame,
                comment,
                "comment.posted" if not revisions.keys() - {text.number} else "comment.edited",
                {"revision": text.number, "text_hash": text_hash(revision)},
            )
            if state == "held":
                self.held.append(revision)
        for one in taken:
            self._decide(row, frame, comment, revisions[one.text.number], one)
        if row.status in {"withdrawn", "erased"}:
            self._tell(frame, comment, f"comment.{row.status}", {"version": comment.version})
        self.comments.append(comment)
        self.reactions += given.rows
        self.revisions += revisions.values()
        self.statuses.setdefault(row.status, []).append(comment.pk)
        self.imported.append(
            ImportedComment(
                site=frame.site,
                source=frame.source,
                source_id=row.id,
                comment=comment,
                history=row.told.get("decisions") or [],
                reactions=given.untaken,
            )
        )

    def _decide(
        self, row: Row, frame: Frame, comment: Comment, revision: Revision, taken: Taken
    ) -> None:
        told = taken.told
        decision = _decision(frame, comment, revision, taken)
        if reasoning := str(told.get("reasoning") or ""):
            salt = secrets.token_bytes(16)
            decision.said_hash = salted_hash(salt, reasoning, "")
            self.said.append(DecisionText(decision=decision, reasoning=reasoning, salt=salt))
        self.decisions.append(decision)
        self._tell(
            frame,
            comment,
            "comment.decided",
            {
                "decision": str(decision.public_id),
                "digest": decision_digest(decision),
                "outcome": decision.outcome,
                "revision": revision.number,
                "status": STATUS_OF[decision.outcome],
            },
        )
        if decision.outcome != Decision.Outcome.PUBLISH:
            self.statements.append(_statement(frame, comment, decision, taken))

    def _tell(self, frame: Frame, comment: Comment, kind: str, data: dict[str, Any]) -> None:
        event = event_after(comment, site_id=frame.site.pk, kind=kind, actor=frame.actor, data=data)
        self.events.append(event)


def _comment(row: Row, frame: Frame, place: Place, author_id: int) -> Comment:
    published_at = row.time("published_at")
    if row.status == "published":
        published_at = published_at or row.created_at
    return Comment(
        pk=place.pk,
        **frame.kept(row.id),
        site=frame.site,
        article_id=place.article_id,
        author_id=author_id,
        parent_id=place.parent_pk,
        root_id=place.root_pk,
        depth=place.depth,
        path=place.path,
        # As a comment that was posted and decided on once.
        version=2,
        created_at=row.created_at,
        published_at=published_at,
        edited_at=row.time("edited_at"),
        featured_at=row.time("featured_at"),
        locked_at=row.time("locked_at"),
    )


def _decision(frame: Frame, comment: Comment, revision: Revision, taken: Taken) -> Decision:
    told = taken.told
    score = told.get("score")
    return Decision(
        **frame.kept(told.get("id")),
        site=frame.site,
        comment=comment,
        revision=revision,
        outcome=taken.outcome,
        clauses=[str(clause) for clause in told.get("clauses") or ()],
        reasons=[str(reason) for reason in taken.reasons],
        policy=frame.policy(told.get("policy")),
        moderation=str(told.get("moderation") or frame.site.moderation)[:10],
        actor_kind=Decision.Actor.IMPORT,
        engine_version=str(told.get("engine_version") or "")[:20],
        producers=list(told.get("producers") or ()),
        score=score if isinstance(score, float) and 0 <= score <= 1 else None,
        scorer=str(told.get("scorer") or "")[:120],
        text_hash=text_hash(revision),
        created_at=moment_of(told.get("created_at")) or frame.now,
    )


def _statement(frame: Frame, comment: Comment, decision: Decision, taken: Taken) -> Statement:
    told = taken.told.get("statement") or {}
    until = moment_of(told.get("appeal_until"))
    return Statement(
        **frame.kept(told.get("id")),
        decision=decision,
        author_id=comment.author_id,
        facts=told.get("facts") or _facts(frame, decision, taken),
        appeal_until=until or frame.now + timedelta(days=frame.site.appeal_days),
        appealed_at=moment_of(told.get("appealed_at")),
        delivered_at=moment_of(told.get("delivered_at")),
        created_at=moment_of(told.get("created_at")) or frame.now,
    )


def _facts(frame: Frame, decision: Decision, taken: Taken) -> dict[str, Any]:
    known = {clause["id"] for clause in decision.policy.clauses}
    said = str(taken.told.get("reasoning") or "")
    ruling = Ruling(
        revision=decision.revision,
        outcome=decision.outcome,
        policy=decision.policy,
        moderation=decision.moderation,
        clauses=tuple(clause for clause in decision.clauses if clause in known),
        reasons=tuple(decision.reasons),
        source=frame.source,
        reasoning=said or ("" if decision.outcome == Decision.Outcome.HOLD else REMOVED),
    )
    return facts_of(ruling, detected_by_machine=taken.told.get("actor_kind") == "machine")
