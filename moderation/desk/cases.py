"""One case on the desk: a comment with everything that a moderator decides by."""

from dataclasses import dataclass

from discussion.errors import StaleComment
from discussion.models import Comment, Decision, Revision
from discussion.ruling import ruled_revision
from moderation.desk.bars import Bar, bars
from moderation.desk.objections import Objections, objections_to
from moderation.desk.passages import Passage, passages
from moderation.desk.records import Record, record_of
from moderation.desk.thread_around import Voice, above, beside
from moderation.models import ReviewItem, Signal
from moderation.queues.ranking import explanation
from moderation.queues.same_text import counts_of_same
from moderation.why import ClauseText, Why, clause_texts, why

EARLIER_DECISIONS = 10
# What the house knows of a comment's circumstances; at 0 it says only that nothing is unusual.
CIRCUMSTANCE_PRODUCER = "house"


@dataclass(frozen=True, slots=True)
class Ruled:
    """An earlier decision, with its grounds in words."""

    decision: Decision
    why: Why


@dataclass(frozen=True, slots=True)
class Case:
    """`item` is the open one, else the last one, if ever a person was asked to look.

    `public_text` is what readers see meanwhile, where an edit waits. `same_text` is the value of
    the queue's filter `same` for nearly the same text, and how many others wait with it.
    """

    item: ReviewItem | None
    comment: Comment
    revision: Revision
    passages: list[Passage]
    why: Why
    clauses: list[ClauseText]
    bars: list[Bar]
    above: list[Voice]
    beside: list[Voice]
    record: Record
    objections: Objections
    decisions: list[Ruled]
    public_text: str
    same_text: tuple[str, int]

    @property
    def is_open(self) -> bool:
        """Whether somebody is to look at it."""
        return self.item is not None and self.item.closed_at is None

    @property
    def explanation(self) -> str:
        """Why it stands where it does in the queue."""
        return explanation(self.item) if self.item is not None and self.is_open else ""

    @property
    def loud_bars(self) -> list[Bar]:
        return [bar for bar in self.bars if not bar.is_silent]

    @property
    def silent_names(self) -> list[str]:
        """Return what found next to nothing, each name once and none that has a bar as well."""
        shown = {bar.name for bar in self.loud_bars}
        names = dict.fromkeys(bar.name for bar in self.bars if bar.is_silent)
        return [name for name in names if name not in shown]

    @property
    def has_marks(self) -> bool:
        return any(passage.why for passage in self.passages)


def case_of(comment: Comment, item: ReviewItem | None) -> Case:
    """Read the case: a fixed number of queries, however long the thread or the history."""
    policy, revision = comment.site.published_policy, _shown_revision(comment, item)
    decisions = list(
        comment.decisions.select_related("actor", "text", "policy", "revision").order_by("-id")[
            :EARLIER_DECISIONS
        ]
    )
    signals = list(Signal.objects.filter(decision__revision=revision).order_by("decision", "id"))
    judged_by = next((d.policy for d in reversed(decisions) if d.revision_id == revision.pk), None)
    asked = item if item is not None and item.closed_at is None else comment.decision or item
    return Case(
        item=item,
        comment=comment,
        revision=revision,
        passages=passages(revision.text, [span for signal in signals for span in signal.spans]),
        why=why(asked.clauses, asked.reasons, policy) if asked else Why((), ()),
        clauses=clause_texts(policy),
        bars=bars(filter(_says_something, signals), judged_by or policy),
        above=above(comment),
        beside=beside(comment),
        record=record_of(comment.author, policy),
        objections=objections_to(comment, policy),
        decisions=[Ruled(d, why(d.clauses, d.reasons, d.policy)) for d in decisions],
        public_text=_public_text(comment, revision),
        same_text=_same_text(item),
    )


def _shown_revision(comment: Comment, item: ReviewItem | None) -> Revision:
    """Return the text that a decision would be about; where there is none any more, the last."""
    if item is not None and item.closed_at is None:
        return item.revision
    try:
        return ruled_revision(comment)
    except StaleComment:
        return comment.revisions.order_by("-number")[0]


def _same_text(item: ReviewItem | None) -> tuple[str, int]:
    nothing = ("", 0)
    return nothing if item is None else counts_of_same([item.pk]).get(item.pk, nothing)


def _says_something(signal: Signal) -> bool:
    return signal.producer != CIRCUMSTANCE_PRODUCER or signal.value > 0


def _public_text(comment: Comment, revision: Revision) -> str:
    if comment.public_revision_id in {None, revision.pk}:
        return ""
    return Revision.objects.values_list("text", flat=True).get(pk=comment.public_revision_id)
