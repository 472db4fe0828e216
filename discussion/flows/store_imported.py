"""A batch of imported comments is stored, with all that says where they stand and why."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Model, OuterRef, Subquery
from django.utils import timezone

from articles.models import Article, AuditEvent, PolicyVersion, Site
from discussion.figures import published_in_article, recount_replies
from discussion.imports.articles import uuid_of
from discussion.imports.building import Built, Frame
from discussion.imports.keys import reserved
from discussion.imports.places import Place, place_below
from discussion.imports.reactions import reacting
from discussion.imports.rows import Row
from discussion.listing import list_tombstones, lock_in_order
from discussion.models import (
    Comment,
    Decision,
    DecisionText,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Reaction,
    Revision,
    Statement,
)
from discussion.paths import ids_in
from discussion.rendering import render
from discussion.screening import screener


def store_imported(
    site: Site,
    source: str,
    rows: list[Row],
    *,
    policies: Mapping[int, PolicyVersion],
    keep_ids: bool,
) -> int:
    """Store those of the rows that no earlier import stored; return how many.

    One transaction: all of the batch or nothing. What each row answers was stored before it or
    stands before it in the batch. Nobody is told of single comments: the article is marked, so that
    its change is announced at the end (announce_imported).
    """
    mapped = ImportedComment.objects.filter(site=site, source=source)
    known = set(
        mapped.filter(source_id__in=[r.id for r in rows]).values_list("source_id", flat=True)
    )
    rows = [row for row in rows if row.id not in known]
    if not rows:
        return 0
    # Before the transaction: nothing slow while a lock is held.
    fragments = {
        row.id: [render(text.text) if text.text else "" for text in row.texts] for row in rows
    }
    frame = Frame(
        site=site,
        source=source,
        policies=policies,
        keep_ids=keep_ids,
        taken=_taken(rows) if keep_ids else frozenset(),
        now=timezone.now(),
    )
    with transaction.atomic():
        built = _built(rows, frame, fragments)
        _store(built)
        _publish(built)
        _mark_articles({comment.article_id for comment in built.comments})
        held = _with_articles(built.held)
        screener().comments_imported(held)
    return len(rows)


def _built(rows: list[Row], frame: Frame, fragments: Mapping[str, list[str]]) -> Built:
    articles = _pks(ImportedArticle, "article_id", frame, {row.article for row in rows})
    people = {id_ for row in rows for id_ in (row.author, *reacting(row))}
    authors = _pks(ImportedAuthor, "author_id", frame, people)
    places = _places(frame, {row.parent for row in rows if row.parent})
    keys = reserved(Comment, len(rows))
    revision_keys = reserved(Revision, sum(len(row.texts) for row in rows))
    built = Built()
    for row in rows:
        place = place_below(places.get(row.parent), pk=next(keys), article_id=articles[row.article])
        places[row.id] = place
        built.add(
            row,
            frame,
            place=place,
            author_id=authors[row.author],
            readers=authors,
            revision_keys=[next(revision_keys) for _ in row.texts],
            fragments=fragments[row.id],
        )
    return built


def _pks(model: Any, column: str, frame: Frame, ids: Iterable[str]) -> dict[str, int]:
    mapped = model.objects.filter(site=frame.site, source=frame.source, source_id__in=ids)
    return dict(mapped.values_list("source_id", column))


def _places(frame: Frame, parents: Iterable[str]) -> dict[str, Place]:
    """Return where the parents stand that were stored before, locked with all above them: their
    places in the thread may be given to them by what is stored below.
    """
    mapped = ImportedComment.objects.filter(
        site=frame.site, source=frame.source, source_id__in=parents
    )
    columns = ("source_id", "comment_id", "comment__article_id", "comment__path")
    places = {
        id_: Place(pk, article_id, bytes(path))
        for id_, pk, article_id, path in mapped.values_list(*columns)
    }
    lock_in_order({pk for place in places.values() for pk in ids_in(place.path)})
    return places


def _store(built: Built) -> None:
    tables: tuple[tuple[type[Model], list[Any]], ...] = (
        (Comment, built.comments),
        (Revision, built.revisions),
        (Decision, built.decisions),
        (DecisionText, built.said),
        (Statement, built.statements),
        (AuditEvent, built.events),
        (ImportedComment, built.imported),
        (Reaction, built.reactions),
    )
    for model, rows in tables:
        model._default_manager.bulk_create(rows)


def _publish(built: Built) -> None:
    """Move the comments to what they are to be; their last decision is the one in force.

    After the decisions: PostgreSQL refuses a published comment without one.
    """
    mine = {"comment": OuterRef("pk")}
    decision = Decision.objects.filter(**mine).order_by("-pk").values("pk")[:1]
    public = Revision.objects.filter(**mine, state=Revision.State.PUBLISHED).values("pk")[:1]
    for status, pks in built.statuses.items():
        published = status == Comment.Status.PUBLISHED
        Comment.objects.filter(pk__in=pks).update(
            status=status,
            decision=Subquery(decision),
            public_revision=Subquery(public) if published else None,
            listed=published,
        )
    shown = set(built.statuses.get(Comment.Status.PUBLISHED, ()))
    answered = {c.parent_id for c in built.comments if c.pk in shown and c.parent_id}
    list_tombstones(answered)
    recount_replies(*answered)


def _mark_articles(pks: Iterable[int]) -> None:
    """Count the comments of the articles and let go of the pages that show them as they were; lock
    them in the order of ids.
    """
    articles = Article.objects.filter(pk__in=pks)
    list(articles.order_by("pk").select_for_update(no_key=True).values("pk"))
    articles.update(version=F("version") + 1, comment_count=published_in_article())
    ImportedArticle.objects.filter(article__in=pks).update(has_news=True)


def _with_articles(revisions: list[Revision]) -> list[Revision]:
    """Return the revisions, the articles of their comments read at once."""
    articles = Article.objects.select_related("site").in_bulk(
        {revision.comment.article_id for revision in revisions}
    )
    for revision in revisions:
        revision.comment.article = articles[revision.comment.article_id]
    return revisions


def _taken(rows: list[Row]) -> frozenset[UUID]:
    """Return those of the ids in the rows that rows of the service have already."""
    told = [decision for row in rows for decision in row.told.get("decisions") or ()]
    statements = [decision.get("statement") or {} for decision in told]
    wanted: tuple[tuple[type[Model], list[Any]], ...] = (
        (Comment, [row.id for row in rows]),
        (Decision, [decision.get("id") for decision in told]),
        (Statement, [statement.get("id") for statement in statements]),
    )
    taken: set[UUID] = set()
    for model, ids in wanted:
        uuids = {uuid for id_ in ids if id_ and (uuid := uuid_of(str(id_)))}
        found = model._default_manager.filter(public_id__in=uuids)
        taken.update(found.values_list("public_id", flat=True))
    return frozenset(taken)
