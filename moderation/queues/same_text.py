"""Nearly the same text by several authors, seen as one case: the filter `same` shows all of it.

Texts are known as the same while their fingerprints are kept (repetition.py); items then stay
together until they are decided.
"""

from collections.abc import Collection

from django.db.models import OuterRef

from moderation.models import QueueLabel
from moderation.queues.capped import CappedCount
from moderation.queues.labels import label

MOST_TOLD = 100
PREFIX = label("same", "")


def counts_of_same(pks: Collection[int]) -> dict[int, tuple[str, int]]:
    """Return, for those of the items that others have the text of, its name and how many others.

    One query; counted to MOST_TOLD. The name is the value of the filter `same`.
    """
    alike = QueueLabel.objects.filter(site=OuterRef("site"), label=OuterRef("label")).order_by()
    labels = QueueLabel.objects.filter(item__in=pks, label__startswith=PREFIX).annotate(
        alike=CappedCount(alike.values("item")[: MOST_TOLD + 1])
    )
    return {
        row.item_id: (row.label.removeprefix(PREFIX), row.alike - 1)
        for row in labels
        if row.alike > 1
    }
