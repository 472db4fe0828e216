"""Somebody wants an alert told once more."""

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import Site
from discussion.models import User
from moderation.errors import AlertOver, NotAllowed
from moderation.models import Alert
from moderation.roles import Act, may


def resend_alert(alert: Alert, *, user: User) -> None:
    """Begin a new round of telling, at once. Raises NotAllowed, AlertOver.

    A queue that is in order again has nothing to tell; a threat may be told as often as asked.
    """
    if not may(user, Act.RUN_DESK, alert.site_id):
        raise NotAllowed
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=alert.site_id)
        now = timezone.now()
        again = Alert.objects.filter(pk=alert.pk)
        if alert.kind == Alert.Kind.QUEUE_AGE:
            again = again.filter(closed_at=None)
        if not again.update(due_at=now, attempts=0, closed_at=None):
            raise AlertOver
        audit.append_event(
            site,
            site_id=site.pk,
            kind="alert.told_again",
            actor=f"user:{user.pk}",
            data={"alert": str(alert.public_id)},
        )
