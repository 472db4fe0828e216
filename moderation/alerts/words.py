"""How an alert reads: as a mail in plain words, and as a webhook's message. Never a text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.audit import canonical
from articles.models import Site
from discussion.models import WebhookEndpoint
from moderation.models import Alert, ReviewItem

# Beyond this the exact number says no more.
MOST_COUNTED = 1_000
WHY_YOU = "You get this because your address is in the desk settings of {site}."


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str


def queue_figures(site: Site, now: datetime) -> dict[str, Any]:
    """Return how many items wait (counted to MOST_COUNTED) and the oldest's minutes."""
    waiting = ReviewItem.objects.filter(site=site, closed_at=None)
    oldest = waiting.order_by("opened_at").values_list("opened_at", flat=True).first()
    minutes = int((now - oldest).total_seconds() // 60) if oldest else 0
    return {
        "waiting": waiting.order_by()[:MOST_COUNTED].count(),
        "oldest_minutes": minutes,
    }


def message_id(alert: Alert) -> str:
    """Return the id by which a receiver knows a message again: one a round."""
    return f"alert_{alert.public_id}_{alert.data['round']}"


def mail_of(alert: Alert) -> Mail:
    """Return what the desk's people read."""
    site = alert.site
    lines = LINES[Alert.Kind(alert.kind)](alert)
    return Mail(lines[0], "\n\n".join([*lines[1:], WHY_YOU.format(site=site.name)]) + "\n")


def _queue(alert: Alert) -> list[str]:
    site, waiting = alert.site, alert.data["waiting"]
    count = f"{waiting} or more" if waiting >= MOST_COUNTED else str(waiting)
    queue = reverse("admin:moderation_reviewitem_changelist")
    return [
        f"{site.name}: comments have waited for {in_words(alert.data['oldest_minutes'])}",
        f"Comments wait for a person at {site.name}: {count}. "
        f"The oldest has waited for {in_words(alert.data['oldest_minutes'])}.",
        f"The queue: {settings.PUBLIC_URL}{queue}?site={site.slug}",
        "This comes every six hours until the queue is shorter.",
    ]


def _threat(alert: Alert) -> list[str]:
    page = reverse("admin:desk-comment", args=[alert.comment_id])
    return [
        f"{alert.site.name}: a threat arrived",
        f"A comment at {alert.site.name} seems to threaten somebody's life or health. "
        "Please read it now.",
        f"The comment: {settings.PUBLIC_URL}{page}",
        "If somebody is in danger, call the police first; the comment can be kept as evidence "
        "from its page.",
    ]


def _webhook(alert: Alert) -> list[str]:
    why = WebhookEndpoint.Off(alert.data["because"]).label
    log = reverse("admin:discussion_webhookendpoint_changelist")
    return [
        f"{alert.site.name}: a webhook was switched off",
        f"The webhook of {alert.site.name} to {alert.data['host']} was switched off: {why}. "
        "Nothing is sent there any more.",
        f"When the receiver works again, switch it on and send what it missed: "
        f"{settings.PUBLIC_URL}{log}?site={alert.site.slug}",
    ]


LINES: dict[Alert.Kind, Callable[[Alert], list[str]]] = {
    Alert.Kind.QUEUE_AGE: _queue,
    Alert.Kind.THREAT: _threat,
    Alert.Kind.WEBHOOK: _webhook,
}


def message_of(alert: Alert) -> bytes:
    """Return the webhook's body: ids and figures, the same at each try of a round."""
    data: dict[str, Any] = {"alert_id": str(alert.public_id), "site": alert.site.slug}
    if alert.comment is not None:
        data["comment_id"] = str(alert.comment.public_id)
        data["article_id"] = str(alert.comment.article.public_id)
    figures = ("value", "waiting", "oldest_minutes", "webhook", "because")
    data |= {name: alert.data[name] for name in figures if name in alert.data}
    message = {"type": f"alert.{alert.kind}", "timestamp": alert.data["at"], "data": data}
    return canonical(message).encode()


def in_words(minutes: int) -> str:
    """Return a time as a person says it: `50 minutes`, `3 hours`, `2 days`."""
    for size, name in ((1_440, "day"), (60, "hour")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
