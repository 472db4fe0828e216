"""The work of the job "to be forgotten": comment by comment, then the person."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from articles import audit
from articles.models import Site
from discussion.errors import HasToStay, StaleComment
from discussion.flows.erase_comment import erase_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Author, Comment
from discussion.person.forgotten import make_nobody
from discussion.person.keepers import keepers
from discussion.person.queue import PersonClaim

# A comment that moves so often while it is looked at is tried again at the next beat.
TRIES = 5


def erase_person(claim: PersonClaim, go_on: Callable[[], bool]) -> None:
    """Go on with the erasure until it is done or `go_on` says no.

    Each comment goes in a transaction of its own, with the job's place. One that has to stay is
    taken from the page now and erased when it no longer has to: until then the job is KEPT, and the
    person's name and subject stay with the comment. Raises LeaseLost, StaleComment.
    """
    if claim.job.cursor == 0:
        claim.begin(total=_left(claim).count())
    while (comment := _left(claim).filter(pk__gt=claim.job.cursor).first()) is not None:
        _erase(claim, comment)
        if not go_on():
            return
    _finish(claim)


def _left(claim: PersonClaim) -> QuerySet[Comment]:
    comments = Comment.objects.filter(author=claim.job.author_id)
    rows = comments.exclude(status=Comment.Status.ERASED).order_by("pk")
    return rows.select_related("author", "article__site")


def _erase(claim: PersonClaim, comment: Comment) -> None:
    """Erase it or, where it has to stay, take it from the page; with the job's place."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                kept = _erased_or_withdrawn(comment, claim.job.asked_by)
                claim.advance(comment.pk, kept=kept)
            return
        except StaleComment:
            comment = _left(claim).get(pk=comment.pk)
    raise StaleComment


def _erased_or_withdrawn(comment: Comment, actor: str) -> bool:
    """Return whether it has to stay."""
    try:
        with transaction.atomic():
            erase_comment(comment, actor=actor)
        return False
    except HasToStay:
        comment.refresh_from_db()
        if not comment.is_gone:
            withdraw_comment(comment)
        return True


def _finish(claim: PersonClaim) -> None:
    with transaction.atomic():
        author = Author.objects.select_for_update(no_key=True).get(pk=claim.job.author_id)
        if not claim.job.kept:
            for keeper in keepers():
                keeper.forget_author(author)
            make_nobody(author)  # last: by the address the others know what else is theirs
        if claim.job.kept or any(keeper.author_stays(author) for keeper in keepers()):
            claim.wait()
            return
        site = Site.objects.select_for_update(no_key=True).get(pk=author.site_id)
        audit.append_event(
            site,
            site_id=site.pk,
            kind="author.erased",
            actor=claim.job.asked_by,
            data={"author": str(author.public_id)},
        )
        claim.finish()
