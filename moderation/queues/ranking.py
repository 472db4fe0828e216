"""In which order items wait: expected harm x reach x age, in one number that never moves.

The weight of an item doubles every six hours. All items age at the same pace, so of two the same
one weighs more for ever, and the order is that of their weights at one fixed moment: an index. The
rank is the logarithm of that weight, base 2; the higher, the sooner.
"""

import math
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from moderation.models import ReviewItem

DOUBLES_EVERY = timedelta(hours=6)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
# What nobody could score, or what met no rule, is unknown rather than harmless: it has to come up
# within a day of items that are surely harmful.
LEAST_HARM = 0.1
# Conversations of an article are counted no further; the scale is a logarithm.
MOST_CONVERSATIONS = 1_000


def harm_of(priority: float, report_weight: float) -> float:
    """Return the expected harm, from LEAST_HARM to 1.

    `priority` is the highest value that a rule met; `report_weight` the sum of the weights of the
    reports that nobody settled yet: a reader who was always right halves the doubt.
    """
    doubt = (1 - min(max(priority, 0.0), 1.0)) * 2 ** -max(report_weight, 0.0)
    return max(1 - doubt, LEAST_HARM)


def reach_of(conversations: int, *, visible: bool) -> float:
    """Return how many may read it, in orders of magnitude: from 1, twice that when it is public.

    `conversations` stand below the article: the best guess at its readers that the database has.
    """
    magnitude = 1 + math.log10(1 + min(conversations, MOST_CONVERSATIONS))
    return 2 * magnitude if visible else magnitude


def rank_of(harm: float, reach: float, opened_at: datetime) -> float:
    """Return the place in the queue; unit: doublings of the weight."""
    return math.log2(harm) + math.log2(reach) - _doublings(opened_at - EPOCH)


def harm_in(item: ReviewItem) -> float:
    """Return the expected harm that the item's rank was made of."""
    harm = 2 ** (item.rank - math.log2(item.reach) + _doublings(item.opened_at - EPOCH))
    return min(max(harm, LEAST_HARM), 1.0)


def explanation(item: ReviewItem) -> str:
    """Return the order in words and numbers, for whoever asks why the item stands where it does."""
    waiting = in_words(timezone.now() - item.opened_at)
    hours = DOUBLES_EVERY // timedelta(hours=1)
    return (
        f"harm {harm_in(item):.2f} x reach {item.reach:.1f} x waiting {waiting}: "
        f"doubles every {hours} h"
    )


def in_words(time: timedelta) -> str:
    """Return a time in its largest fitting unit, like `7 h`."""
    minutes = max(int(time.total_seconds()), 0) // 60
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


def _doublings(time: timedelta) -> float:
    return time / DOUBLES_EVERY
