"""The stage of a race: one comment in a state, everybody who may act on it, and what must hold."""

import hashlib
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


def pending(article: Article, _: User) -> Comment:
    return factories.make_comment(article, "You idiot.", author=_author(article))


def held(article: Article, _: User) -> Comment:
    return factories.held(article, author=_author(article))


def published(article: Article, _: User) -> Comment:
    # Words of its own for each race: the same ones again and again would be held as a flood.
    words = hashlib.sha256(article.title.encode()).hexdigest()
    return factories.published(article, f"{words[:20]} {words[20:40]}", author=_author(article))


def _author(article: Article) -> str:
    """Each race has an author of its own, so that no pace is too fast."""
    return f"Mal at {article.title}"


def rejected(article: Article, rosa: User) -> Comment:
    comment = held(article, rosa)
    factories.decide(comment, rosa, Outcome.REJECT)
    return factories.fresh(comment)


def appealed(article: Article, rosa: User) -> Comment:
    comment = rejected(article, rosa)
    open_appeal(comment, author=comment.author, words="It was meant otherwise.")
    return comment


STARTS = {
    "pending": pending,
    "held": held,
    "published": published,
    "rejected": rejected,
    "appealed": appealed,
}


def faults(stage: Stage) -> list[str]:
    """Return what two acts at once left undone, half done or done twice."""
    comment = stage.comment
    return [
        *_decision_faults(comment),
        *_queue_faults(comment),
        *_appeal_faults(comment),
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


def _appeal_faults(comment: Comment) -> list[str]:
    found = []
    for appeal in Appeal.objects.filter(comment=comment).select_related("outcome_decision"):
        restored = appeal.outcome_decision is not None
        if restored != (appeal.state == Appeal.State.OVERTURNED):
            found.append(f"an appeal is {appeal.state}, and its ruling says otherwise")
        if appeal.state == Appeal.State.OPEN and comment.status in {"published", "withdrawn"}:
            found.append(f"an open appeal about what is {comment.status}")
    return found
