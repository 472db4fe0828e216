"""Queues that age are told, and no longer when they do not."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.models import Site
from moderation.desk_settings import desk_of
from moderation.models import Alert, ReviewItem


def raise_alerts() -> int:
    """Open an alert for each site whose oldest item has waited too long, and close it when that is
    over; return how many were opened. Twice is once: one open alert a site.
    """
    now = timezone.now()
    sites = _sites_with_oldest()
    late = {site.pk for site in sites if _is_late(site, now)}
    open_alerts = Alert.objects.filter(kind=Alert.Kind.QUEUE_AGE, closed_at=None)
    open_alerts.exclude(site__in=late).update(closed_at=now)
    told = set(open_alerts.values_list("site_id", flat=True))
    fresh = [Alert(site_id=pk, kind=Alert.Kind.QUEUE_AGE, due_at=now) for pk in sorted(late - told)]
    # Two that run at once: the second finds the first one's row, and leaves it.
    Alert.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _sites_with_oldest() -> list[Site]:
    """Return the sites, each with `oldest`: one look at the end of an index a site."""
    waiting = ReviewItem.objects.filter(site=OuterRef("pk"), closed_at=None)
    oldest = Subquery(waiting.order_by("opened_at").values("opened_at")[:1])
    return list(Site.objects.select_related("desk").annotate(oldest=oldest))


def _is_late(site: Site, now: datetime) -> bool:
    minutes = desk_of(site).queue_age_minutes
    oldest: datetime | None = vars(site)["oldest"]
    return bool(minutes) and oldest is not None and now - oldest >= timedelta(minutes=minutes)
