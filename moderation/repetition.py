"""The same text again, or nearly the same, by its author or by several.

Asked once for all texts of a claim: a lock, a read and a write, however many texts and rows.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Site
from discussion.models import Comment, Revision
from moderation.fingerprints import ALIKE, Fingerprint, Fingerprints
from moderation.models import TextFingerprint, TextRepeat

REMEMBERED = timedelta(hours=24)
# Two may have read the same words elsewhere; from the third on it looks arranged.
OTHER_AUTHORS = 2
# So many are purged in one transaction: SQLite has one writer, and comments wait for it.
BATCH = 1000

_GONE = (Comment.Status.WITHDRAWN, Comment.Status.ERASED)


@dataclass(frozen=True, slots=True)
class Known:
    """A comment that was seen before: whose, and since when."""

    comment: int
    author: int
    written_at: datetime


@dataclass(slots=True)
class Memory:
    """Who has which fingerprint: what the database had, then what this claim adds."""

    owners: defaultdict[int, set[Known]] = field(default_factory=lambda: defaultdict(set))
    added: list[TextFingerprint] = field(default_factory=list)
    repeats: list[TextRepeat] = field(default_factory=list)

    def alike(self, values: Collection[int], revision: Revision) -> set[Known]:
        """Return the other comments, lately written, whose text is nearly the same."""
        since = revision.created_at - REMEMBERED
        counted = Counter(known for value in values for known in self.owners[value])
        return {
            known
            for known, bands in counted.items()
            if bands >= ALIKE and known.comment != revision.comment_id and known.written_at > since
        }

    def link(self, revision: Revision, print_: Fingerprint) -> None:
        """Note which comment the text repeats, if any: the oldest one that is nearly the same."""
        alike = self.alike(print_.own, revision) | self.alike(print_.shared, revision)
        first = min((known.comment for known in alike), default=revision.comment_id)
        if first < revision.comment_id:
            self.repeats.append(
                TextRepeat(comment=revision.comment, of_id=first, created_at=revision.created_at)
            )

    def add(self, revision: Revision, print_: Fingerprint) -> None:
        comment = revision.comment
        known = Known(comment.pk, comment.author_id, revision.created_at)
        for value in print_.values:
            self.owners[value].add(known)
            self.added.append(
                TextFingerprint(
                    site_id=comment.site_id,
                    author_id=comment.author_id,
                    comment=comment,
                    value=value,
                    created_at=revision.created_at,
                )
            )


def repetitions(revisions: Sequence[Revision]) -> dict[int, list[str]]:
    """Return what each text repeats, in words, by the revision's id, and remember the others.

    Needs each revision with its comment and article. In a transaction of its own, during which no
    other worker asks for the same sites: so of two texts at the same moment one is the second. What
    repeats another is not remembered, so a text has few rows whatever the flood; and a comment
    never repeats itself: asked again, or edited, it gets the same answer.
    """
    prints = {revision.pk: _fingerprint(revision) for revision in revisions}
    if not any(print_.values for print_ in prints.values()):
        return {}
    found: dict[int, list[str]] = {}
    with transaction.atomic():
        # Whoever only refers to the site (a POST does) need not wait.
        sites = {revision.comment.site_id for revision in revisions}
        list(Site.objects.select_for_update(no_key=True).filter(pk__in=sites).order_by("pk"))
        memory = _remembered(prints.values())
        for revision in sorted(revisions, key=lambda revision: revision.pk):
            found[revision.pk] = list(_repeats(revision, prints[revision.pk], memory))
            memory.link(revision, prints[revision.pk])
            if not found[revision.pk]:
                memory.add(revision, prints[revision.pk])
        TextFingerprint.objects.bulk_create(memory.added, ignore_conflicts=True)
        if memory.repeats:
            TextRepeat.objects.bulk_create(memory.repeats, ignore_conflicts=True)
    return found


def purge_fingerprints() -> int:
    """Delete the fingerprints whose time is over, and what was found by them, a batch at a time;
    return how many rows.
    """
    return _purge(TextFingerprint.objects.all()) + _purge(TextRepeat.objects.all())


def _purge(rows: QuerySet[Any]) -> int:
    deleted = 0
    old = rows.filter(created_at__lte=timezone.now() - REMEMBERED)
    while batch := list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH]):
        deleted += rows.filter(pk__in=batch).delete()[0]
    return deleted


def _fingerprint(revision: Revision) -> Fingerprint:
    comment = revision.comment
    return Fingerprints(comment.site_id).of(
        revision.text, author_id=comment.author_id, article=comment.article.paragraphs
    )


def _remembered(prints: Collection[Fingerprint]) -> Memory:
    values = {value for print_ in prints for value in print_.values}
    rows = TextFingerprint.objects.filter(value__in=values).exclude(comment__status__in=_GONE)
    memory = Memory()
    for row in rows.only("value", "comment_id", "author_id", "created_at"):
        memory.owners[row.value].add(Known(row.comment_id, row.author_id, row.created_at))
    return memory


def _repeats(revision: Revision, print_: Fingerprint, memory: Memory) -> Iterator[str]:
    if own := memory.alike(print_.own, revision):
        latest = max(known.written_at for known in own)
        yield f"repetition: its author wrote nearly the same {_ago(revision.created_at - latest)}"
    author = revision.comment.author_id
    others = {known.author for known in memory.alike(print_.shared, revision)} - {author}
    if len(others) >= OTHER_AUTHORS:
        yield f"flood: {len(others)} other authors wrote nearly the same within a day"


def _ago(time: timedelta) -> str:
    minutes = abs(int(time.total_seconds())) // 60
    if minutes < 1:
        return "a moment ago"
    return f"{minutes} minutes ago" if minutes < 120 else f"{minutes // 60} hours ago"
