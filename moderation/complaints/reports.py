"""Readers' reports as numbers: how much one of them counts, and what several say together."""

from django.db.models import Count, Q

from discussion.models import Author, Revision
from moderation.models import Report, Signal
from moderation.policy.engine import TRUSTED_REPORTS
from moderation.scoring.base import Producer

READERS = Producer(name="readers", version="1", digest="")
# The weight from which a report is trusted. Nobody begins with it: it takes three reports that a
# person settled, all of them right, and later four of five. So a crowd of fresh accounts can call
# a person, and hides nothing.
TRUSTED_FROM = 0.8


def weight_of(reporter: Author) -> float:
    """Return how likely a report of theirs is right, 0 to 1: one query.

    The mean of Beta(1, 1) after their settled reports, so 0.5 for a newcomer.
    """
    settled = Report.objects.filter(reporter=reporter, settled_at__isnull=False)
    counted = settled.aggregate(all=Count("pk"), right=Count("pk", filter=Q(upheld=True)))
    return float((1 + counted["right"]) / (2 + counted["all"]))


def trusted_reports(revision: Revision) -> Signal | None:
    """Return what trusted reports say of the text: n/(n+1) for n that nobody settled; one query.

    A signal without a decision yet, to be stored with the one that is made from it; None where
    nobody trusted reported. A report counts as its reader was trusted when it was made, so a replay
    needs no history of theirs.
    """
    waiting = Report.objects.filter(revision=revision, settled_at=None)
    number = waiting.filter(weight__gte=TRUSTED_FROM).count()
    if not number:
        return None
    return Signal(
        attribute=TRUSTED_REPORTS,
        value=round(number / (number + 1), 6),
        producer=READERS.name,
        producer_version=READERS.version,
        spans=[[0, 0, f"trusted readers: {number}"]],
    )
