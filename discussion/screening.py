"""The seam to whoever judges comments: the one way up, named in the settings.

Not a Django signal: exactly one listener is compulsory, and a signal without a receiver would leave
comments pending in silence.
"""

from collections.abc import Sequence
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from discussion.models import Comment, Revision


class Screener(Protocol):
    """Each call comes inside the transaction of the change."""

    def revision_submitted(self, revision: Revision, *, request_id: str) -> None:
        """Write the job of judging the revision; wake a worker on commit."""

    def status_changed(self, comment: Comment) -> None:
        """Close what is open about a comment that is no longer as it was."""

    def comments_imported(self, held: Sequence[Revision]) -> None:
        """Comments came from elsewhere in the state that they had there, and keep it: these texts
        wait for a person."""


@cache
def screener() -> Screener:
    """Return the screener that `COMMENT_SCREENER` names; a system check has tried it at start."""
    return cast(Screener, import_string(settings.COMMENT_SCREENER))
