"""The secrets that a site's own service recognises us by are changed, without a gap."""

from collections.abc import Callable

from django.db import transaction

from articles import audit
from articles.models import Site
from articles.sealing import seal
from discussion.webhook_signature import new_secret
from moderation.models import ExternalModerator

# The new one, and the one that the service still has.
MOST_SECRETS = 2


def renew_external_secret(site: Site, *, actor: str) -> str:
    """Store a new secret and return it: the only time that anybody sees it. The one before goes on
    signing beside it until it is retired; older ones do not.
    """
    secret = new_secret()
    _store(site, lambda sealed: [seal(secret), *sealed][:MOST_SECRETS], "secret_renewed", actor)
    return secret


def retire_external_secrets(site: Site, *, actor: str) -> None:
    """Let the newest secret sign alone."""
    _store(site, lambda sealed: sealed[:1], "secrets_retired", actor)


def _store(site: Site, change: Callable[[list[str]], list[str]], what: str, actor: str) -> None:
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        service = ExternalModerator.objects.get(site=locked)
        service.sealed_secrets = change(service.sealed_secrets)
        service.save(update_fields=["sealed_secrets"])
        audit.append_event(
            locked, site_id=locked.pk, kind=f"external_moderator.{what}", actor=actor, data={}
        )
