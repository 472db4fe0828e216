"""One case on the desk: a comment with everything that a moderator decides by."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from discussion.errors import StaleComment
from discussion.models import Author, Comment, Decision, Revision
from moderation.bars import Bar, bars
from moderation.flows.resolve_item import ruled_revision
from moderation.models import ReviewItem, Signal
from moderation.passages import Passage, passages
from moderation.why import ClauseText, Why, clause_texts, why

EARLIER_DECISIONS = 10
NEIGHBOURS = 4
EXCERPT = 400
# What the house knows of a comment's circumstances; at 0 it says only that nothing is unusual.
CIRCUMSTANCE_PRODUCER = "house"


@dataclass(frozen=True, slots=True)
class Voice:
    """A comment near the case, cut to what is needed; `gone` when it is not on the page."""

    comment: Comment
    text: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What the author did at this site before."""

    published: int
    held: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Case:
    """`public_text` is what readers see meanwhile, where an edit waits."""

    item: ReviewItem
    comment: Comment
    revision: Revision
    passages: list[Passage]
    why: Why
    clauses: list[ClauseText]
    bars: list[Bar]
    above: list[Voice]
    beside: list[Voice]
    record: Record
    decisions: list[Decision]
    public_text: str

    @property
    def silent_names(self) -> list[str]:
        """Return what found next to nothing, each name once and none that has a bar as well."""
        shown = {bar.name for bar in self.bars if not bar.is_silent}
        names = dict.fromkeys(bar.name for bar in self.bars if bar.is_silent)
        return [name for name in names if name not in shown]

    @property
    def has_marks(self) -> bool:
        return any(passage.why for passage in self.passages)


def case_of(item: ReviewItem) -> Case:
    """Read the case: a fixed number of queries, however long the thread or the history."""
    comment, revision = item.comment, _shown_revision(item)
    decisions = list(
        comment.decisions.select_related("actor", "text", "policy", "revision").order_by("-id")[
            :EARLIER_DECISIONS
        ]
    )
    signals = list(Signal.objects.filter(decision__revision=revision).order_by("decision", "id"))
    judged_by = next((d.policy for d in reversed(decisions) if d.revision_id == revision.pk), None)
    policy = comment.site.policy
    assert policy is not None  # a comment is only taken under one
    return Case(
        item=item,
        comment=comment,
        revision=revision,
        passages=passages(revision.text, [span for signal in signals for span in signal.spans]),
        why=why(item.clauses, item.reasons, policy),
        clauses=clause_texts(policy),
        bars=bars(filter(_says_something, signals), judged_by or policy),
        above=_above(comment),
        beside=_beside(comment),
        record=record_of(comment.author),
        decisions=decisions,
        public_text=_public_text(comment, revision),
    )


def _shown_revision(item: ReviewItem) -> Revision:
    """Return the text that a decision would be about; of a closed item the comment may have another
    one by now."""
    if item.closed_at is None:
        return item.revision
    try:
        return ruled_revision(item.comment)
    except StaleComment:
        return item.revision


def record_of(author: Author) -> Record:
    """Return how many of the author's comments are in which state: one query."""
    counted = Comment.objects.filter(author=author).values_list("status").annotate(Count("pk"))
    counts = dict(counted.order_by())
    return Record(*(counts.get(status, 0) for status in ("published", "held", "rejected")))


def _says_something(signal: Signal) -> bool:
    return signal.producer != CIRCUMSTANCE_PRODUCER or signal.value > 0


def _above(comment: Comment) -> list[Voice]:
    """Return the ancestors from the root down: their ids stand in the path."""
    path = bytes(comment.path)
    pks = [int.from_bytes(path[at : at + 8], "big") for at in range(0, len(path) - 8, 8)]
    return _voices(Comment.objects.filter(pk__in=pks).order_by("depth")) if pks else []


def _beside(comment: Comment) -> list[Voice]:
    """Return the latest public answers to the same comment, or to the same article."""
    neighbours = Comment.objects.filter(
        article_id=comment.article_id, parent_id=comment.parent_id, status="published"
    ).exclude(pk=comment.pk)
    return _voices(neighbours.order_by("-id")[:NEIGHBOURS])


def _voices(comments: QuerySet[Comment]) -> list[Voice]:
    return [
        Voice(
            comment=row,
            text=_excerpt(row.public_revision.text) if row.public_revision else "",
            gone=row.public_revision is None,
        )
        for row in comments.select_related("author", "public_revision")
    ]


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"


def _public_text(comment: Comment, revision: Revision) -> str:
    if comment.public_revision_id in {None, revision.pk}:
        return ""
    return Revision.objects.values_list("text", flat=True).get(pk=comment.public_revision_id)
