"""Somebody gives notice of illegal content (Digital Services Act, Art. 16)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from articles.audit import append_event
from discussion.errors import CommentGone
from discussion.listing import lock_in_order
from discussion.models import Comment
from moderation.complaints.references import new_reference
from moderation.complaints.settling import NOTICED, NOTICED_HARM
from moderation.errors import ExplanationRequired, GoodFaithRequired
from moderation.models import Notice
from moderation.queue import join_item
from moderation.words import readable


@dataclass(frozen=True, slots=True)
class Sender:
    """Who gives the notice. Both may be empty, as the law has it for abuse of children; without an
    address nobody can be told what was decided.
    """

    name: str = ""
    email: str = ""


def give_notice(comment: Comment, *, explanation: str, sender: Sender, good_faith: bool) -> Notice:
    """Store the notice, with its receipt to be mailed, and ask a person to look before all else.

    The same words of the same sender, sent again while nobody answered, are the same notice. Raises
    ExplanationRequired, GoodFaithRequired, UnreadableWords, CommentGone (only what is public is
    given notice of).
    """
    explanation = readable(explanation)
    if not explanation:
        raise ExplanationRequired
    if not good_faith:
        raise GoodFaithRequired
    with transaction.atomic():
        lock_in_order([comment.pk])
        comment = Comment.objects.select_related("public_revision").get(pk=comment.pk)
        if comment.status != Comment.Status.PUBLISHED:
            raise CommentGone
        said = {"explanation": explanation, "name": sender.name, "email": sender.email}
        known = Notice.objects.filter(comment=comment, settled_at=None, **said).first()
        return known or _store(comment, said)


def _store(comment: Comment, said: dict[str, str]) -> Notice:
    revision = comment.public_revision
    assert revision is not None
    now = timezone.now()
    notice = Notice.objects.create(
        reference=new_reference(),
        site_id=comment.site_id,
        comment=comment,
        revision=revision,
        due_at=now if said["email"] else None,
        # Nobody else can be told: the answer to the request is the receipt.
        receipt_sent_at=None if said["email"] else now,
        **said,
    )
    append_event(
        comment,
        site_id=comment.site_id,
        kind="comment.noticed",
        actor="anybody:notice",
        data={"notice": notice.reference},
    )
    revision.comment = comment
    join_item(revision, reasons=[NOTICED], harm=NOTICED_HARM)
    return notice
