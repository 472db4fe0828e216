"""What `discussion` keeps of a person, as they are told it: docs/privacy.md names each record."""

from collections.abc import Iterator, Sequence
from typing import Any

from articles.api.shapes import instant
from discussion.models import (
    Author,
    Comment,
    Decision,
    Mute,
    Notification,
    Reaction,
    Revision,
    Statement,
    Unsubscription,
)
from discussion.person.keepers import Record

BATCH = 200


def told_of(author: Author) -> Iterator[Record]:
    """Yield the person's records: themselves first, then their comments from the oldest on."""
    yield _author(author)
    for batch in _batches(author):
        yield from _comments(batch)
    for mute in Mute.objects.filter(reader=author).select_related("muted").order_by("pk"):
        at = instant(mute.created_at)
        yield {"record": "mute", "author_id": str(mute.muted.public_id), "created_at": at}
    reactions = Reaction.objects.filter(author=author).select_related("comment")
    for reaction in reactions.order_by("pk").iterator(chunk_size=BATCH):
        yield {
            "record": "reaction",
            "comment_id": str(reaction.comment.public_id),
            "name": reaction.name,
            "created_at": instant(reaction.created_at),
        }
    notifications = Notification.objects.filter(author=author).select_related("comment")
    for row in notifications.order_by("pk").iterator(chunk_size=BATCH):
        yield _notification(row)
    for choice in Unsubscription.objects.filter(author=author).order_by("pk"):
        at = instant(choice.created_at)
        yield {"record": "unsubscription", "topic": choice.topic, "created_at": at}


def _author(author: Author) -> Record:
    return {
        "record": "author",
        "id": str(author.public_id),
        "site": author.site.slug,
        "subject": author.subject,
        "display_name": author.display_name,
        "email": author.email,
        "badges": author.badges,
        "restriction": author.restriction_now,
        "restricted_until": instant(author.restricted_until),
        "restriction_reason": author.restriction_reason,
        "first_seen_at": instant(author.first_seen_at),
    }


def _batches(author: Author) -> Iterator[list[Comment]]:
    """Yield the comments by key, each batch as it is when it is asked for: no cursor stays open."""
    comments = (
        Comment.objects.filter(author=author)
        .select_related("article", "parent")
        .prefetch_related("revisions", "decisions__text", "decisions__statement")
        .prefetch_related("change_requests")
        .defer("article__paragraphs")
        .order_by("pk")
    )
    last = 0
    while batch := list(comments.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _comments(batch: Sequence[Comment]) -> Iterator[Record]:
    for comment in batch:
        article, parent = comment.article, comment.parent
        yield {
            "record": "comment",
            "id": str(comment.public_id),
            "article": {
                "id": str(article.public_id),
                "title": article.title,
                "url": article.url,
            },
            "parent_id": str(parent.public_id) if parent else None,
            "status": comment.status,
            "created_at": instant(comment.created_at),
            "published_at": instant(comment.published_at),
            "edited_at": instant(comment.edited_at),
            "revisions": [_revision(row) for row in comment.revisions.all()],
            "decisions": [_decision(row) for row in comment.decisions.all()],
            "change_requests": [
                {"words": asked.words, "until": instant(asked.until)}
                for asked in comment.change_requests.all()
            ],
        }


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "text": revision.text,
        "state": revision.state,
        "created_at": instant(revision.created_at),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    said = getattr(decision, "text", None)
    return {
        "id": str(decision.public_id),
        "outcome": decision.outcome,
        "clauses": decision.clauses,
        "reasons": decision.reasons,
        "decided_by": decision.actor_kind,
        "created_at": instant(decision.created_at),
        "reasoning": said.reasoning if said else "",
        "statement": _statement(getattr(decision, "statement", None)),
    }


def _statement(statement: Statement | None) -> dict[str, Any] | None:
    if statement is None:
        return None
    return {
        "id": str(statement.public_id),
        "created_at": instant(statement.created_at),
        "appeal_until": instant(statement.appeal_until),
        "delivered_at": instant(statement.delivered_at),
        **statement.facts,
    }


def _notification(row: Notification) -> Record:
    return {
        "record": "notification",
        "topic": row.topic,
        "comment_id": str(row.comment.public_id) if row.comment else None,
        "created_at": instant(row.created_at),
        "ended_at": instant(row.ended_at),
        "ending": row.ending,
    }
