"""The sweep that brings authors up to date whose restriction has ended."""

from django.db import transaction
from django.utils import timezone

from discussion.models import Author
from moderation.models import Sanction
from moderation.sanctions.in_force import settle
from moderation.sanctions.records import record_sanction

# Many end at the same midnight; the rest is for the next sweep.
MOST_AT_ONCE = 500


def end_sanctions() -> int:
    """Write on each such author what is in force instead, mostly nothing; return how many.

    Nobody waits for it: judging and posting know what has ended (moderation/sanctions/in_force.py).
    """
    ended = Author.objects.filter(restricted_until__lte=timezone.now())
    pks = list(ended.order_by("restricted_until").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_bring_up_to_date(pk) for pk in pks)


def _bring_up_to_date(author_id: int) -> bool:
    with transaction.atomic():
        author = Author.objects.select_for_update(no_key=True).get(pk=author_id)
        until = author.restricted_until
        if until is None or until > timezone.now():
            return False  # sanctioned anew, or another sweep was faster
        left = settle(author)
        over = Sanction.objects.filter(author=author, lifted_at=None, ends_at=until)
        if (sanction := over.order_by("-pk").first()) is not None:
            record_sanction(sanction, author, left, kind="sanction.ended", actor="machine:sweep")
        return True
