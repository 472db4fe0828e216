"""Some decisions are drawn, to be judged again by another person."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from articles.models import Site
from discussion.models import Decision
from moderation.desk_settings import desk_of
from moderation.models import SecondLook
from moderation.second_looks import is_drawn, is_judgement

# What is stored later than it says it was made, by a transaction that took long.
OVERLAP = timedelta(hours=1)
# A draw that did not happen for longer leaves a gap rather than a pile.
LONGEST = timedelta(days=7)
BATCH = 2_000


def draw_second_looks() -> int:
    """Draw each site's share of what was decided since the last draw; return how many.

    Drawing twice draws the same: whether a decision is drawn lies in its id (see is_drawn).
    """
    return sum(_draw(site) for site in Site.objects.select_related("desk"))


def _draw(site: Site) -> int:
    share = desk_of(site).second_look_share
    if not share:
        return 0
    made = Decision.objects.filter(site=site, created_at__gte=_since(site))
    drawn = [
        decision.pk
        for decision in made.only("pk", "public_id", "outcome", "actor_kind", "clauses").iterator(
            chunk_size=BATCH
        )
        if is_drawn(decision.public_id, share) and is_judgement(decision)
    ]
    known = set(SecondLook.objects.filter(decision__in=drawn).values_list("decision", flat=True))
    looks = [SecondLook(site=site, decision_id=pk, share=share) for pk in drawn if pk not in known]
    # Another draw at the same moment inserts the same rows.
    SecondLook.objects.bulk_create(looks, ignore_conflicts=True)
    return len(looks)


def _since(site: Site) -> datetime:
    """Return since when decisions have to be looked at: those before the last drawn row were."""
    last = SecondLook.objects.filter(site=site).aggregate(last=Max("drawn_at"))["last"]
    earliest = timezone.now() - LONGEST
    return earliest if last is None else max(last - OVERLAP, earliest)
