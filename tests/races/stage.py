"""The stage of a race: one comment in a state, everybody who may act on it, and what must hold."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from articles.models import Article
from discussion.models import Author, ChangeRequest, Comment, Decision, User
from moderation.flows.open_appeal import open_appeal
from moderation.models import Appeal, QueueLabel, ReviewItem
from moderation.policy.types import Outcome
from tests import factories


@dataclass(frozen=True)
class Stage:
    """`seen` is the version of the comment that everybody has before them."""

    comment_id: int
    seen: int
    rosa: User
    remy: User
    ben: Author

    @property
    def comment(self) -> Comment:
        """The comment as a request would read it now, not as it was seen."""
        return factories.fresh(Comment(pk=self.comment_id))

    @classmethod
    def of(cls, comment: Comment, rosa: User, remy: User) -> "Stage":
        ben = factories.author_at(comment.site, "Ben")
        return cls(comment.pk, factories.fresh(comment).version, rosa, remy, ben)


@dataclass(frozen=True)
class Start:
    """How a comment comes into a state: what is written, whether it is judged, what follows."""

    words: Callable[[Article], str]
    judged: bool = True
    then: Callable[[Comment, User], object] = lambda comment, rosa: None


def _rude(_: Article) -> str:
    return "You idiot."


def _of_its_own(article: Article) -> str:
    # The same words again and again would be held as a flood.
    words = hashlib.sha256(article.title.encode()).hexdigest()
    return f"{words[:20]} {words[20:40]}"


def _reject(comment: Comment, rosa: User) -> None:
    factories.decide(comment, rosa, Outcome.REJECT)


def _reject_and_appeal(comment: Comment, rosa: User) -> None:
    _reject(comment, rosa)
    comment = factories.fresh(comment)
    open_appeal(comment, author=comment.author, words="It was meant otherwise.")


STARTS = {
    "pending": Start(_rude, judged=False),
    "held": Start(_rude),
    "published": Start(_of_its_own),
    "rejected": Start(_rude, then=_reject),
    "appealed": Start(_rude, then=_reject_and_appeal),
}


def stages(start: Start, articles: Sequence[Article], rosa: User, remy: User) -> list[Stage]:
    """Return a stage below each article, with an author of its own, so that no pace is too fast.

    All are judged together, as a worker does: the making of a stage costs more than its race.
    """
    comments = [
        factories.make_comment(article, start.words(article), author=f"Mal at {article.title}")
        for article in articles
    ]
    while start.judged and factories.screen():
        pass
    for comment in comments:
        start.then(comment, rosa)
    return [Stage.of(comment, rosa, remy) for comment in comments]


def faults(stage: Stage) -> list[str]:
    """Return what two acts at once left undone, half done or done twice."""
    comment = stage.comment
    return [
        *_decision_faults(comment),
        *_queue_faults(comment),
        *_appeal_faults(comment),
        *_word_faults(comment),
    ]


def _decision_faults(comment: Comment) -> list[str]:
    found = []
    for revision in comment.revisions.all():
        standing = Decision.objects.filter(revision=revision, superseded_by=None)
        if standing.count() > 1:
            found.append(f"revision {revision.number} has several rulings in force")
    decision = comment.decision
    if decision is not None and Decision.objects.filter(supersedes=decision).exists():
        found.append("the effective decision was superseded")
    if comment.status == "published" and (decision is None or decision.outcome != "publish"):
        found.append("published without a decision that says so")
    return found


def _queue_faults(comment: Comment) -> list[str]:
    found = []
    open_items = ReviewItem.objects.filter(comment=comment, closed_at=None)
    asked = ChangeRequest.objects.filter(comment=comment, closed_at=None).exists()
    if open_items.count() > 1:
        found.append("several open items")
    if comment.status == "held" and not asked and not open_items.exists():
        found.append("held, and nobody is asked to look")
    if comment.status in {"withdrawn", "erased"} and open_items.exists():
        found.append("gone, and somebody is asked to look")
    if QueueLabel.objects.filter(item__comment=comment, item__closed_at__isnull=False).exists():
        found.append("labels of a closed item")
    return found


def _word_faults(comment: Comment) -> list[str]:
    found = []
    if comment.status == "erased" and any(r.text or r.fragment for r in comment.revisions.all()):
        found.append("erased, and its words are still there")
    if comment.like_count != comment.reactions.filter(name="like").count():
        found.append("likes are counted that nobody gave, or given and not counted")
    return found


def _appeal_faults(comment: Comment) -> list[str]:
    found = []
    for appeal in Appeal.objects.filter(comment=comment).select_related("outcome_decision"):
        restored = appeal.outcome_decision is not None
        if restored != (appeal.state == Appeal.State.OVERTURNED):
            found.append(f"an appeal is {appeal.state}, and its ruling says otherwise")
        if appeal.state == Appeal.State.OPEN and comment.status in {
            "published",
            "withdrawn",
            "erased",
        }:
            found.append(f"an open appeal about what is {comment.status}")
    return found
