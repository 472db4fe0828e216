"""What an open item can be found by: labels, each one index range in the order of the queue.

They say what was so when the item was opened, or last joined by somebody: an article's section or
tags that change later are those of the items that come later.
"""

from collections.abc import Iterable, Iterator, Sequence

from moderation.models import QueueLabel, ReviewItem

LONGEST = 140
# From so many published comments on, an author is no longer new.
KNOWN_FROM = 3
# By the highest value that a rule met; what met none has no band.
BANDS = ((0.9, "high"), (0.6, "middle"), (0.0, "low"))

REPORTED = "reported:yes"
NEW_AUTHOR = "author:new"
HIGHEST_BAND = "band:high"
# Watch lists hold articles and tags: what is under any of them is watched.
WATCHED = ("article", "tag")


def label(kind: str, value: str) -> str:
    """Return the label of that kind."""
    return f"{kind}:{value}"[:LONGEST]


def kind_of(text: str) -> str:
    return text.partition(":")[0]


def value_of(text: str) -> str:
    return text.partition(":")[2]


def labels_of(item: ReviewItem, *, author_is_new: bool, repeats: int) -> list[str]:
    """Return the labels of an item, each once; `repeats` is the comment whose text it has."""
    return list(dict.fromkeys(_labels(item, author_is_new=author_is_new, repeats=repeats)))


def _labels(item: ReviewItem, *, author_is_new: bool, repeats: int) -> Iterator[str]:
    article = item.comment.article
    yield from (label("clause", clause) for clause in item.clauses)
    yield from (label("reason", reason) for reason in item.reasons)
    if article.section:
        yield label("section", article.section)
    yield from (label("tag", str(tag)) for tag in article.tags)
    yield label("article", str(article.public_id))
    yield label("mode", article.moderation_now)
    if item.priority > 0:
        yield label("band", next(band for least, band in BANDS if item.priority >= least))
    if item.reports:
        yield REPORTED
    if author_is_new:
        yield NEW_AUTHOR
    yield label("same", str(repeats))


def write_labels(labelled: Iterable[tuple[ReviewItem, Sequence[str]]]) -> None:
    """Give the labels to items that have none."""
    QueueLabel.objects.bulk_create(
        QueueLabel(item=item, site_id=item.site_id, label=text, rank=item.rank)
        for item, labels in labelled
        for text in labels
    )


def drop_labels(comment_id: int) -> None:
    """Take the labels of all items of a comment: none of them is open any more."""
    items = ReviewItem.objects.filter(comment=comment_id)
    QueueLabel.objects.filter(item__in=items).delete()
