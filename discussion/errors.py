"""What can be refused about comments. The API turns these into HTTP in `api/errors.py`, nowhere
else.
"""

from datetime import UTC, datetime
from typing import Any

from articles.errors import DomainError


class ArticleClosed(DomainError):
    """This article no longer takes comments."""

    code = "article-closed"


class AuthorBanned(DomainError):
    """You may not comment here at present."""

    code = "author-banned"

    def __init__(self, *, until: datetime | None = None, reason: str = "") -> None:
        """`until` is empty for a ban without an end; `reason` is what the author was told."""
        self.until, self.reason = until, reason
        end = f" until {until.astimezone(UTC):%-d %b %Y, %H:%M} UTC" if until else ""
        why = f" {reason}" if reason else ""
        super().__init__(f"You may not comment here{end or ' at present'}.{why}")

    @property
    def members(self) -> dict[str, Any]:
        return {"restriction": {"until": self.until, "reason": self.reason}}


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


class ThreadLocked(DomainError):
    """A moderator has closed this thread: it takes no more replies."""

    code = "thread-locked"


class SlowMode(DomainError):
    """This discussion is slowed down: wait a little before you write again."""

    code = "slow-mode"

    def __init__(self, *, seconds: int) -> None:
        super().__init__()
        self.retry_after = seconds


class OwnComment(DomainError):
    """This comment is your own."""

    code = "own-comment"


class ReadersOnly(DomainError):
    """Only readers whom the site vouches for can react: anybody can be many guests."""

    code = "readers-only"


class UnknownReaction(DomainError):
    """There is no reaction of that name here."""

    code = "unknown-reaction"


class NotPublished(DomainError):
    """Only a comment that everybody can read can be recommended."""

    code = "not-published"


class OwnAccount(DomainError):
    """You cannot mute yourself."""

    code = "own-account"


class TooManyMutes(DomainError):
    """You have muted as many readers as can be kept."""

    code = "too-many-mutes"


class WebhookRefused(DomainError):
    """That cannot be done with a webhook."""

    code = "webhook-refused"


class HasToStay(DomainError):
    """Something has to be kept for now, so it cannot be erased yet."""

    code = "has-to-stay"
