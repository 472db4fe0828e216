"""More comments than a reader writes who reads the others' too."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import OuterRef, Subquery

from discussion.models import Comment, Revision

# So many comments of one author, and the time within which they may not come.
BURSTS = ((15, timedelta(minutes=10)), (40, timedelta(hours=1)))


def bursts(revisions: Sequence[Revision]) -> dict[int, list[str]]:
    """Return, by the revision's id, in words, which comments come after too many of their author.

    Edits are none. Counted back from the comment itself, not from now: the same whenever it is
    judged. One query, which looks only at the last few comments of each author.
    """
    posted = {r.comment_id: r.pk for r in revisions if r.number == 1}
    earlier = Comment.objects.filter(author=OuterRef("author"), pk__lt=OuterRef("pk"))
    rows = Comment.objects.filter(pk__in=posted).annotate(
        **{
            f"before_{count}": Subquery(
                earlier.order_by("-pk").values("created_at")[count - 1 : count]
            )
            for count, _ in BURSTS
        }
    )
    said: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows.values("pk", "created_at", *(f"before_{count}" for count, _ in BURSTS)):
        for count, time in BURSTS:
            before = row[f"before_{count}"]
            if before is not None and row["created_at"] - before < time:
                minutes = int(time.total_seconds()) // 60
                words = f"flood: more than {count} comments by its author in {minutes} minutes"
                said[posted[row["pk"]]].append(words)
    return dict(said)
