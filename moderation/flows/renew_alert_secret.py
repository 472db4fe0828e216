"""The webhook of a site's alerts gets another secret."""

from django.db import transaction

from articles import audit
from articles.models import Site
from articles.sealing import seal
from discussion.models import User
from discussion.webhook_signature import new_secret
from moderation.errors import NotAllowed, SettingRefused
from moderation.models import DeskSettings
from moderation.roles import Act, may


def renew_alert_secret(site: Site, *, user: User) -> str:
    """Store a new secret for the webhook and return it: the only time that anybody sees it.

    The old one signs nothing from now on. Raises NotAllowed, SettingRefused where there is no
    webhook.
    """
    if not may(user, Act.RUN_DESK, site.pk):
        raise NotAllowed
    secret = new_secret()
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        webhooks = DeskSettings.objects.filter(site=locked).exclude(alert_url="")
        if not webhooks.update(sealed_alert_secret=seal(secret)):
            raise SettingRefused("There is no webhook address yet: it comes with a secret.")
        audit.append_event(
            locked,
            site_id=site.pk,
            kind="desk.secret_renewed",
            actor=f"user:{user.pk}",
            data={},
        )
    return secret
