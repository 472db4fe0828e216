"""Whether a site's own receivers answer: a test event is sent to each, the way all others go."""

from collections.abc import Iterator

from articles.models import Site
from discussion.flows.deliver_lane import deliver_lane
from discussion.flows.resend_webhook import ping_webhook
from discussion.models import WebhookDelivery, WebhookEndpoint
from moderation.health import Check

ACTOR = "operator:doctor"


def webhook_checks(site: Site) -> Iterator[Check]:
    """Yield what each endpoint answers; nothing for a site that has none."""
    for endpoint in WebhookEndpoint.objects.filter(site=site).order_by("pk"):
        ok, says = _answered(endpoint)
        yield Check(f"webhook “{endpoint}”", ok, says)


def _answered(endpoint: WebhookEndpoint) -> tuple[bool, str]:
    if endpoint.off_at is not None:
        because = endpoint.get_off_because_display()
        says = f"It is switched off ({because}): admin, Webhook endpoints."
        # Who switched it off by hand wants it so.
        return endpoint.off_because == WebhookEndpoint.Off.BY_HAND, says
    delivery = ping_webhook(endpoint, actor=ACTOR)
    deliver_lane(endpoint.pk, sender=ACTOR)
    delivery.refresh_from_db()
    if delivery.ending == WebhookDelivery.Ending.DELIVERED:
        return True, f"answers {delivery.status}"
    if not delivery.attempts:
        return False, "Other messages wait before the test event: is a sender up?"
    result = delivery.fault or f"it answers {delivery.status}"
    return False, f"A test event did not arrive: {result}. See docs/webhooks.md."
