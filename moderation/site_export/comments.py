"""The comments, each with its whole history: texts, decisions, statements, signals."""

from collections.abc import Iterator

from django.db.models import Prefetch

from articles.models import PolicyVersion, Site
from discussion.models import Comment, Decision, Reaction, Revision, Statement
from moderation.models import Signal
from moderation.site_export.values import Line, batches, instant

READ = (
    "public_id",
    "article__public_id",
    "author__public_id",
    "parent__public_id",
    "status",
    "created_at",
    "published_at",
    "edited_at",
    "featured_at",
    "locked_at",
    "public_revision_id",
    "decision_id",
)


def comment_lines(site: Site) -> Iterator[Line]:
    """Yield the comments in the order in which they were made: five queries a batch."""
    numbers = dict(PolicyVersion.objects.filter(site=site).values_list("pk", "number"))
    decisions = Decision.objects.select_related("text", "statement").order_by("pk")
    comments = (
        Comment.objects.filter(site=site)
        .select_related("article", "author", "parent", "imported_as")
        .only(*READ, "imported_as__history", "imported_as__reactions")
        .prefetch_related(
            Prefetch("revisions", Revision.objects.order_by("number")),
            Prefetch("decisions", decisions),
            Prefetch("decisions__signals", Signal.objects.order_by("pk")),
            Prefetch("reactions", Reaction.objects.select_related("author").order_by("pk")),
        )
    )
    for batch in batches(comments):
        for comment in batch:
            yield _comment(comment, numbers)


def _comment(comment: Comment, policies: dict[int, int]) -> Line:
    numbers = {revision.pk: revision.number for revision in comment.revisions.all()}
    ids = {decision.pk: str(decision.public_id) for decision in comment.decisions.all()}
    return {
        "kind": "comment",
        "id": str(comment.public_id),
        "article": str(comment.article.public_id),
        "parent": str(comment.parent.public_id) if comment.parent else None,
        "author": str(comment.author.public_id),
        "status": comment.status,
        "created_at": instant(comment.created_at),
        "published_at": instant(comment.published_at),
        "edited_at": instant(comment.edited_at),
        "featured_at": instant(comment.featured_at),
        "locked_at": instant(comment.locked_at),
        "revisions": [_revision(row) for row in comment.revisions.all()],
        "public_revision": numbers.get(comment.public_revision_id or 0),
        "decision": ids.get(comment.decision_id or 0),
        "reactions": _reactions(comment),
        "decisions": _decisions(comment, policies),
    }


def _reactions(comment: Comment) -> list[Line] | dict[str, int]:
    """Those that came along, as they were told, and those that were given here."""
    came = getattr(comment, "imported_as", None)
    told: list[Line] | dict[str, int] = came.reactions if came is not None else []
    here = [
        {
            "author": str(row.author.public_id),
            "kind": row.name,
            "created_at": instant(row.created_at),
        }
        for row in comment.reactions.all()
    ]
    if isinstance(told, dict):  # figures alone cannot be told together with readers
        return here or told
    return [*told, *here]


def _decisions(comment: Comment, policies: dict[int, int]) -> list[Line]:
    """The history that came along, word for word, then what was decided here."""
    numbers = {revision.pk: revision.number for revision in comment.revisions.all()}
    ids = {decision.pk: str(decision.public_id) for decision in comment.decisions.all()}
    came = getattr(comment, "imported_as", None)
    history: list[Line] = came.history if came is not None else []
    known = {line.get("id") for line in history}
    made = (row for row in comment.decisions.all() if ids[row.pk] not in known)
    return [*history, *(_decision(row, numbers, ids, policies) for row in made)]


def _revision(revision: Revision) -> Line:
    return {
        "number": revision.number,
        "text": revision.text,
        "state": revision.state,
        "created_at": instant(revision.created_at),
    }


def _decision(
    decision: Decision, numbers: dict[int, int], ids: dict[int, str], policies: dict[int, int]
) -> Line:
    said = getattr(decision, "text", None)
    return {
        "id": ids[decision.pk],
        "revision": numbers[decision.revision_id],
        "outcome": decision.outcome,
        "clauses": decision.clauses,
        "reasons": decision.reasons,
        "policy": policies[decision.policy_id],
        "moderation": decision.moderation,
        "actor_kind": decision.actor_kind,
        "engine_version": decision.engine_version,
        "producers": decision.producers,
        "score": decision.score,
        "scorer": decision.scorer,
        "supersedes": ids.get(decision.supersedes_id or 0),
        "created_at": instant(decision.created_at),
        "reasoning": said.reasoning if said else "",
        "statement": _statement(getattr(decision, "statement", None)),
        "signals": [_signal(row) for row in decision.signals.all()],
    }


def _statement(statement: Statement | None) -> Line | None:
    if statement is None:
        return None
    return {
        "id": str(statement.public_id),
        "facts": statement.facts,
        "appeal_until": instant(statement.appeal_until),
        "appealed_at": instant(statement.appealed_at),
        "delivered_at": instant(statement.delivered_at),
    }


def _signal(signal: Signal) -> Line:
    return {
        "attribute": signal.attribute,
        "value": signal.value,
        "producer": signal.producer,
        "producer_version": signal.producer_version,
        "producer_digest": signal.producer_digest,
        "spans": signal.spans,
    }
