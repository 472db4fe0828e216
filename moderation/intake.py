"""What `discussion` asks of moderation, inside the transaction of each change."""

from collections.abc import Sequence

from django.db import transaction

from discussion.models import Comment, Revision
from moderation.complaints.appeals import close_moot_appeals
from moderation.complaints.settling import settle_complaints
from moderation.models import Screening
from moderation.queue import close_items, open_item
from moderation.screenings import drop_moot
from moderation.wakeup import wake_workers

# Bytes of UTF-8 a token has on average in English; a long text of rare words is only misjudged
# in how many neighbours it is claimed with.
BYTES_PER_TOKEN = 4
IMPORTED = ("imported",)


class Intake:
    """The screener that the settings name (discussion.screening.Screener)."""

    def revision_submitted(self, revision: Revision, *, request_id: str) -> None:
        """Write the job; wake a worker once it can be seen. Nothing about the wake-up can fail a
        POST.
        """
        Screening.objects.create(
            revision=revision,
            site_id=revision.comment.site_id,
            estimated_tokens=len(revision.text.encode()) // BYTES_PER_TOKEN + 2,
            request_id=request_id,
        )
        close_moot_appeals(revision.comment)
        transaction.on_commit(wake_workers, robust=True)

    def status_changed(self, comment: Comment) -> None:
        """Close the review item and the jobs of texts that no longer wait, and answer what was said
        against the comment or a decision about it."""
        close_items(comment)
        drop_moot(comment)
        settle_complaints(comment)
        close_moot_appeals(comment)

    def comments_imported(self, held: Sequence[Revision]) -> None:
        """Open a review item for each text that waited for a moderator where it came from.

        In silence: who listens for the queue would be told of an archive, comment by comment.
        """
        for revision in held:
            open_item(revision, clauses=(), reasons=IMPORTED, priority=0.0, announced=False)


screener = Intake()
