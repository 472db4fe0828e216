"""Signals that come from who writes where and when, not from the text."""

from discussion.models import Comment
from moderation.detectors.base import Finding
from moderation.scoring.base import Producer

HOUSE = Producer(name="house", version="1", digest="")


def circumstances(comment: Comment) -> list[Finding]:
    """Return what stands about the comment's author and article at this moment."""
    return [
        Finding("sanction", float(bool(comment.author.restriction_now)), HOUSE),
        # Posted while it was open, judged when it no longer was.
        Finding("article_closed", float(not comment.article.takes_comments), HOUSE),
    ]
