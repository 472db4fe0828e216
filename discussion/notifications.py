"""Whom to tell of what: written with each change, sent later (flows/deliver_notifications.py)."""

from datetime import datetime, timedelta

from django.utils import timezone

from discussion.models import Author, Comment, Decision, Notification, Topic, Unsubscription
from discussion.transitions import Move

# A ruling that asks the author for a change is told by the words of the request.
CHANGE_REQUESTED = "change-requested"
# What was just done may be undone, and what was just published taken back: nobody is told before.
GRACE = timedelta(minutes=2)


def note(
    author: Author,
    topic: Topic,
    *,
    about: str,
    comment: Comment | None = None,
    due_at: datetime | None = None,
) -> None:
    """See to it that the author gets a mail, in the caller's transaction, after GRACE or `due_at`.

    `about` names the change, like `statement:UUID`: told of once, however often this is called.
    Does nothing for an author without an address or who does not want mail on the topic. What the
    mail says is read when it is sent.
    """
    if not author.email or Unsubscription.objects.filter(author=author, topic=topic).exists():
        return
    row = Notification(
        author=author,
        topic=topic,
        about=about,
        comment=comment,
        due_at=due_at or timezone.now() + GRACE,
    )
    # Who noted it first keeps it; an exception would break the caller's transaction.
    Notification.objects.bulk_create([row], ignore_conflicts=True)


def note_ruling(comment: Comment, decision: Decision, move: Move) -> None:
    """See to it that those whom a ruling concerns are told, in its transaction.

    The author, of what keeps the text from readers and of its publication after that; and whom the
    comment answers, once it is published.
    """
    restricts = decision.outcome != Decision.Outcome.PUBLISH
    earlier = decision.supersedes
    lifts = not restricts and earlier is not None and earlier.outcome != Decision.Outcome.PUBLISH
    if (restricts and CHANGE_REQUESTED not in decision.reasons) or lifts:
        about = f"decision:{decision.public_id}"
        note(comment.author, Topic.DECISION, about=about, comment=comment)
    if move.event == "comment.published" and comment.parent_id is not None:
        _note_reply(comment)


def _note_reply(reply: Comment) -> None:
    parent = reply.parent if Comment.parent.is_cached(reply) else None
    answered = parent.author if parent else Author.objects.get(comments=reply.parent_id)
    if answered.pk != reply.author_id:
        about = f"reply:{reply.public_id}"
        note(answered, Topic.REPLY, about=about, comment=reply)
