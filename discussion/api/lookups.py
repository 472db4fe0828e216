"""What a path names, as far as the caller may know of it; else the answer is 404."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import UUIDField
from django.http import Http404
from rest_framework.request import Request

from articles.api.problems import Problem
from articles.models import Article
from articles.prepared import Prepared, Slot
from discussion.api.authentication import reader_of
from discussion.identity import Identity
from discussion.models import Author, Comment
from discussion.threads import visible_to

# What a comment page needs of its article: never the paragraphs.
ARTICLE_COLUMNS = (
    "public_id",
    "slug",
    "version",
    "change_seq",
    "comment_count",
    "commenting",
    "closes_at",
    "slow_mode_seconds",
    "site__slug",
    "site__reactions",
    "site__edit_window_seconds",
    "site__nudge",
)

_ARTICLE = Prepared(
    lambda: Article.objects.filter(public_id=Slot("article_id", UUIDField())), ARTICLE_COLUMNS
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: nobody known, or a reader, whose author row exists once they wrote."""

    identity: Identity | None
    author: Author | None

    @classmethod
    def of(cls, request: Request) -> "Visitor":
        identity = reader_of(request)
        if identity is None:
            return cls(None, None)
        mine = Author.objects.filter(site_id=identity.site_id, subject=identity.subject)
        return cls(identity, mine.first())


def article_addressed(article_id: UUID, identity: Identity | None) -> Article:
    """Return the article, with its site; a reader of another site is refused."""
    found = _ARTICLE.first(article_id=article_id)
    if found is None:
        raise Http404
    _refuse_other_site(identity, found.site_id)
    return found


def comment_addressed(comment_id: UUID, visitor: Visitor) -> Comment:
    """Return a comment that the visitor may know of, with what the flows read of it."""
    found = (
        visible_to(visitor.author)
        .select_related("article__site", "author")
        .filter(public_id=comment_id)
        .first()
    )
    if found is None:
        _refuse_erased(comment_id)
        raise Http404
    if found.status == Comment.Status.ERASED:
        raise _erased()
    _refuse_other_site(visitor.identity, found.site_id)
    return found


def comment_answered(article: Article, parent_id: UUID | None) -> Comment | None:
    """Return the comment that is answered: one that everybody sees, on the same article."""
    if parent_id is None:
        return None
    parent = visible_to(None).filter(article=article, public_id=parent_id).first()
    if parent is None:
        errors = [{"pointer": "/parent_id", "detail": "The article has no such comment."}]
        raise Problem(400, "unknown-parent", "There is nothing to answer.", errors=errors)
    return parent


def own_comment(comment_id: UUID, visitor: Visitor) -> Comment:
    """Return the visitor's own comment; somebody else's that they can see is refused."""
    comment = comment_addressed(comment_id, visitor)
    if visitor.author is None or comment.author_id != visitor.author.pk:
        raise Problem(403, "not-yours", "This comment is somebody else's.")
    return comment


def _refuse_other_site(identity: Identity | None, site_id: int) -> None:
    if identity is not None and identity.site_id != site_id:
        raise Problem(403, "other-site", "Your token speaks for another site.")


def _refuse_erased(comment_id: UUID) -> None:
    if Comment.objects.filter(public_id=comment_id, status=Comment.Status.ERASED).exists():
        raise _erased()


def _erased() -> Problem:
    return Problem(410, "erased", "This comment was erased for good.")
