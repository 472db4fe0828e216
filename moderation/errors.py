"""What can be refused in moderation."""

from articles.errors import DomainError


class NotAllowed(DomainError):
    """Your role at this site does not allow that."""

    code = "not-allowed"


class ReasonRequired(DomainError):
    """A rejection needs a clause of the policy and a reasoning for the author."""

    code = "reason-required"


class UnknownClause(DomainError):
    """The site's policy has no such clause."""

    code = "unknown-clause"


class ItemClaimed(DomainError):
    """Another moderator is looking at this comment."""

    code = "claimed"


class UnreadableWords(DomainError):
    """What you wrote contains characters that cannot be shown."""

    code = "unreadable-words"
