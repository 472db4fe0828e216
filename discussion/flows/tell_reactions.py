"""Pages and pollers learn of reactions: many at once, so that a storm of them costs an article one
UPDATE per sweep.

Each like for itself would make an article's row the place where all its readers wait for each
other, and throw away its finished pages as often.
"""

from articles.changes import Change, article_changes
from discussion.models import Comment

# So many are told in one transaction: SQLite has one writer, and comments wait for it.
BATCH = 500


def tell_reactions() -> int:
    """Move the articles of comments whose reactions changed; return how many comments they were.

    The comments are marked in the transaction of the reaction: losing or repeating a sweep loses
    and repeats nothing.
    """
    told = 0
    while batch := _tell_batch():
        told += batch
        if batch < BATCH:
            break
    return told


def _tell_batch() -> int:
    untold = Comment.objects.filter(reactions_told=False).order_by("pk")
    pks = list(untold.values_list("pk", flat=True)[:BATCH])
    if not pks:
        return 0
    with article_changes() as changes:
        rows = list(untold.filter(pk__in=pks).select_for_update(no_key=True))
        Comment.objects.filter(pk__in=[row.pk for row in rows]).update(reactions_told=True)
        for row in rows:
            if row.status == Comment.Status.PUBLISHED:
                payload = {"comment_id": str(row.public_id), "version": row.version}
                change = Change("comment.reacted", payload, public=True)
                changes.add(row.article_id, row.site_id, change)
    return len(rows)
