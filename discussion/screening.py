"""The seam to whoever judges comments: the one way up, named in the settings.

Not a Django signal: exactly one listener is compulsory, and a signal without a receiver would leave
comments pending in silence.
"""

from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from discussion.models import Comment, Revision


class Screener(Protocol):
    """Both calls come inside the transaction of the change."""

    def revision_submitted(self, revision: Revision, *, request_id: str) -> None:
        """Write the job of judging the revision; wake a worker on commit."""

    def status_changed(self, comment: Comment) -> None:
        """Close what is open about a comment that is no longer as it was."""


@cache
def screener() -> Screener:
    """Return the screener that `COMMENT_SCREENER` names; a system check has tried it at start."""
    return cast(Screener, import_string(settings.COMMENT_SCREENER))
