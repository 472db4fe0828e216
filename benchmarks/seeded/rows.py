"""The rows of judged comments, built and not yet stored: as the flows would have left them."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from articles.audit import event_after
from articles.ids import new_public_id
from articles.models import Article, AuditEvent, OutboxEvent
from benchmarks.seeded.endings import SIGNAL, Endings, Judged, Life
from benchmarks.seeded.store import change, made, store, store_values
from discussion.comment_verification import STATUS_OF
from discussion.decision_digest import decision_digest
from discussion.imports.places import Place
from discussion.models import (
    Author,
    Comment,
    Decision,
    DecisionText,
    Reaction,
    Revision,
    Statement,
)
from discussion.ruled import decision_of
from discussion.ruling import Ruling
from discussion.text_hash import salted_hash, text_hash
from moderation.models import QueueLabel, ReviewItem, Screening, Signal
from moderation.queues.labels import labels_of
from moderation.queues.ranking import harm_of, rank_of, reach_of

JUDGED_AFTER = timedelta(seconds=2)
RULED_AFTER = timedelta(hours=2)
APPEALS = timedelta(days=184)
State = Revision.State
# What a comment becomes after its rows are there: PostgreSQL refuses a published one without them.
MOVED = ("status", "decision_id", "public_revision_id", "published_at", "listed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One comment to be: who says what where, and what becomes of it."""

    place: Place
    revision_pk: int
    decision_pks: tuple[int, ...]
    author: Author
    text: str
    fragment: str
    life: Life
    judged: Judged
    at: datetime


@dataclass(slots=True)
class Rows:
    """Rows by table, in the order in which they are stored, and what each comment is to be."""

    comments: list[Comment] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    said: list[DecisionText] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    outbox: list[OutboxEvent] = field(default_factory=list)
    screenings: list[Screening] = field(default_factory=list)
    signals: list[tuple[Any, ...]] = field(default_factory=list)
    items: list[ReviewItem] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    moves: list[tuple[Any, ...]] = field(default_factory=list)

    def stored(self) -> None:
        """Store all in one transaction."""
        with transaction.atomic():
            for each in fields(self):
                if each.name not in {"signals", "items", "moves"}:
                    store(getattr(self, each.name))
            store_values(Signal, ("decision_id", *SIGNAL), self.signals)
            change(Comment, MOVED, self.moves)
            _open(self.items)


@dataclass(slots=True)
class Writer:
    """Builds the rows of one article's comments, and counts the article's changes."""

    rows: Rows
    article: Article
    endings: Endings
    drawn: random.Random

    def add(self, draft: Draft, replies: Mapping[str, int]) -> None:
        """Build the rows of a comment. `replies` tells how many of its direct replies are
        `published` and how many are `listed`."""
        comment = self._comment(draft, replies)
        revision = self._revision(draft, comment)
        actor = f"author:{draft.author.public_id}"
        said = {"revision": 1, "text_hash": text_hash(revision)}
        self._event(comment, "comment.posted", actor, said)
        decision = self._judged(draft, comment, revision)
        if draft.life == Life.HELD:
            self._item(draft, comment, revision)
        if draft.life == Life.REJECTED:
            decision = self._rejected(draft, comment, revision, decision)
        if draft.life == Life.WITHDRAWN:
            comment.version += 1
            self._event(comment, "comment.withdrawn", actor, {"version": comment.version})
            self._tell(comment, "comment.withdrawn", draft.at + RULED_AFTER, public=True)
        published = draft.life == Life.PUBLISHED
        was_public = published or draft.life == Life.WITHDRAWN
        self.rows.moves.append(
            (
                draft.life.value,
                decision.pk,
                revision.pk if published else None,
                draft.at + JUDGED_AFTER if was_public else None,
                published or replies["listed"] > 0,
                comment.pk,
            )
        )
        self.rows.comments.append(comment)

    def _comment(self, draft: Draft, replies: Mapping[str, int]) -> Comment:
        place, article = draft.place, self.article
        return made(
            Comment,
            id=place.pk,
            public_id=new_public_id(),
            site_id=article.site_id,
            article_id=article.pk,
            author_id=draft.author.pk,
            parent_id=place.parent_pk,
            root_id=place.root_pk,
            depth=place.depth,
            path=place.path,
            created_at=draft.at,
            reply_count=replies["published"],
        )

    def _revision(self, draft: Draft, comment: Comment) -> Revision:
        state = State.SUPERSEDED if draft.life == Life.WITHDRAWN else State(draft.life.value)
        revision = made(
            Revision,
            id=draft.revision_pk,
            comment_id=comment.pk,
            number=1,
            text=draft.text,
            fragment=draft.fragment,
            state=state,
            salt=self.drawn.randbytes(16),
            created_at=draft.at,
        )
        self.rows.revisions.append(revision)
        self.rows.screenings.append(
            made(
                Screening,
                revision_id=revision.pk,
                site_id=comment.site_id,
                estimated_tokens=len(draft.text) // 4 + 2,
                attempts=1,
                created_at=draft.at,
                finished_at=draft.at + JUDGED_AFTER,
                ending=Screening.Ending.DECIDED,
            )
        )
        return revision

    def _judged(self, draft: Draft, comment: Comment, revision: Revision) -> Decision:
        ruling, at = draft.judged.ruling, draft.at + JUDGED_AFTER
        decision = self._decision(draft.decision_pks[0], comment, revision, ruling, at)
        self.rows.signals += [(decision.pk, *signal) for signal in draft.judged.signals]
        if ruling.restricts:
            self._tell(comment, "comment.held", at, public=False)
            self._tell(comment, "queue.entered", at, ordered=False, public=False)
            self._statement(draft, decision, draft.judged.facts, at)
        else:
            self._tell(comment, "comment.published", at, public=True)
        return decision

    def _rejected(
        self, draft: Draft, comment: Comment, revision: Revision, earlier: Decision
    ) -> Decision:
        ruling, at = self.endings.rejection, draft.at + RULED_AFTER
        decision = self._decision(
            draft.decision_pks[1], comment, revision, ruling, at, supersedes=earlier
        )
        self._statement(draft, decision, self.endings.rejection_facts, at)
        self._tell(comment, "comment.rejected", at, public=False)
        self._tell(comment, "queue.left", at, ordered=False, public=False)
        self._item(draft, comment, revision, closed_at=at)
        return decision

    def _decision(
        self,
        pk: int,
        comment: Comment,
        revision: Revision,
        ruling: Ruling,
        at: datetime,
        supersedes: Decision | None = None,
    ) -> Decision:
        salt = self.drawn.randbytes(16)
        decision = decision_of(comment, replace(ruling, revision=revision), at)
        decision.pk, decision.supersedes = pk, supersedes
        if ruling.reasoning:
            decision.said_hash = salted_hash(salt, ruling.reasoning, "")
            self.rows.said.append(
                made(DecisionText, decision_id=pk, reasoning=ruling.reasoning, salt=salt)
            )
        self.rows.decisions.append(decision)
        comment.version += 1
        data = {
            "decision": str(decision.public_id),
            "digest": decision_digest(decision),
            "outcome": decision.outcome,
            "revision": 1,
            "status": STATUS_OF[decision.outcome],
        }
        self._event(comment, "comment.decided", ruling.actor, data)
        return decision

    def _statement(
        self, draft: Draft, decision: Decision, facts: dict[str, Any], at: datetime
    ) -> None:
        self.rows.statements.append(
            made(
                Statement,
                public_id=new_public_id(),
                decision_id=decision.pk,
                author_id=draft.author.pk,
                facts=facts,
                appeal_until=at + APPEALS,
                created_at=at,
            )
        )

    def _item(
        self, draft: Draft, comment: Comment, revision: Revision, closed_at: datetime | None = None
    ) -> None:
        comment.article = self.article
        item = ReviewItem(
            site_id=comment.site_id,
            comment=comment,
            revision=revision,
            clauses=list(draft.judged.ruling.clauses),
            reasons=list(draft.judged.ruling.reasons),
            priority=draft.judged.harm,
            reach=reach_of(self.drawn.randrange(1_000), visible=False),
            opened_at=draft.at + JUDGED_AFTER,
            closed_at=closed_at,
        )
        item.rank = rank_of(harm_of(item.priority, 0), item.reach, item.opened_at)
        self.rows.items.append(item)

    def _event(self, comment: Comment, kind: str, actor: str, data: dict[str, Any]) -> None:
        self.rows.events.append(
            event_after(comment, site_id=comment.site_id, kind=kind, actor=actor, data=data)
        )

    def _tell(
        self, comment: Comment, kind: str, at: datetime, *, public: bool, ordered: bool = True
    ) -> None:
        """Write the event as told to everybody who asked for it."""
        if ordered:
            self.article.change_seq += 1
        self.article.version += int(public)
        self.rows.outbox.append(
            made(
                OutboxEvent,
                public_id=new_public_id(),
                site_id=comment.site_id,
                article_id=self.article.pk,
                sequence=self.article.change_seq if ordered else None,
                kind=kind,
                payload={"comment_id": str(comment.public_id), "version": comment.version},
                public=public,
                created_at=at,
                fanned_out_at=at + JUDGED_AFTER,
            )
        )


def _open(items: list[ReviewItem]) -> None:
    """Store review items; those that are open with their labels."""
    stored = ReviewItem.objects.bulk_create(items)
    QueueLabel.objects.bulk_create(
        QueueLabel(item=item, site_id=item.site_id, label=text, rank=item.rank)
        for item in stored
        if item.closed_at is None
        for text in labels_of(item, author_is_new=False, repeats=item.comment_id)
    )
