"""What can be refused about comments. The API turns these into HTTP in `api/errors.py`, nowhere
else.
"""

from articles.errors import DomainError


class ArticleClosed(DomainError):
    """This article no longer takes comments."""

    code = "article-closed"


class AuthorBanned(DomainError):
    """You may not comment here at present."""

    code = "author-banned"


class ParentGone(DomainError):
    """The comment that you answer cannot be answered any more."""

    code = "parent-gone"


class DuplicateComment(DomainError):
    """You have just posted the same text to this article."""

    code = "duplicate-comment"


class RevisionPending(DomainError):
    """An earlier text of this comment is still being checked."""

    code = "revision-pending"


class EditWindowExpired(DomainError):
    """The time in which this comment could be changed is over."""

    code = "edit-window-expired"


class AlreadyReplied(DomainError):
    """Somebody has answered, so the text can no longer be changed."""

    code = "already-replied"


class CommentGone(DomainError):
    """This comment is no longer there."""

    code = "comment-gone"


class StaleComment(DomainError):
    """Somebody was faster: the comment is not as you last saw it."""

    code = "stale"


class KeyReused(DomainError):
    """This Idempotency-Key was already used with another request."""

    code = "idempotency-key-reused"
