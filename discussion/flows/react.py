"""A reader reacts to a comment without words, or takes that back."""

from django.db import transaction

from discussion.errors import AuthorBanned, CommentGone, OwnComment, ReadersOnly, UnknownReaction
from discussion.figures import recount_reactions
from discussion.models import Author, Comment, Reaction


def react(comment: Comment, author: Author, name: str) -> None:
    """Store the reader's reaction to a published comment; once more is the same.

    `comment` has its site read along. Neither its version moves nor its article's: pages are told
    by a sweep (flows/tell_reactions.py). What somebody gave before they were banned stays. Raises
    UnknownReaction, ReadersOnly, OwnComment, AuthorBanned, CommentGone.
    """
    if name not in comment.article.site.reactions:
        raise UnknownReaction
    if author.is_guest:
        raise ReadersOnly
    if comment.author_id == author.pk:
        raise OwnComment
    with transaction.atomic():
        # A ban counts from its commit on, as in post_comment; the author's row comes first there.
        author = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
        if author.may_not_write:
            raise AuthorBanned(until=author.restricted_until, reason=author.restriction_reason)
        row = _locked(comment)
        if row.status != Comment.Status.PUBLISHED:
            raise CommentGone
        _, is_new = Reaction.objects.get_or_create(comment=row, author=author, name=name)
        if is_new:
            recount_reactions(row)


def unreact(comment: Comment, author: Author, name: str) -> None:
    """Take the reaction back, also one whose name the site no longer offers; else nothing."""
    with transaction.atomic():
        row = _locked(comment)
        if Reaction.objects.filter(comment=row, author=author, name=name).delete()[0]:
            recount_reactions(row)


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
