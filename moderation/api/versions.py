"""The version of a comment that a moderator has seen, as If-Match and ETag say it."""

from rest_framework.request import Request

from articles.api.conditional import expects, if_match_missing
from articles.api.problems import Problem
from discussion.errors import StaleComment
from discussion.models import Comment
from moderation.api.shapes import present_json


def etag_of(comment: Comment) -> str:
    return f'"{comment.version}"'


def require_seen(request: Request, comment: Comment) -> None:
    """Refuse what was not meant for the comment as it is now: 428 without If-Match, else 412."""
    match expects(request, etag_of(comment)):
        case None:
            raise if_match_missing()
        case False:
            raise stale(comment)


def stale(comment: Comment) -> Problem:
    """Return the refusal, with the comment as it is now to look at."""
    comment.refresh_from_db(fields=["version", "status"])
    headers = {"ETag": etag_of(comment)}
    present = present_json(comment)
    return Problem(412, StaleComment.code, StaleComment().detail, headers=headers, present=present)
