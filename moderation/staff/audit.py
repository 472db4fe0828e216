"""What happens to an account of staff, in the audit of each site where the person has a role.

A user has no chain: an account serves several sites. Superusers without a role stand in the log.
"""

from typing import Any

import structlog

from articles import audit
from articles.models import Site
from discussion.models import User

log = structlog.get_logger(__name__)


def audit_account(user: User, kind: str, *, actor: str, **data: Any) -> None:
    """Append the event to the chains of the user's sites, and write a line of it.

    Inside the transaction of the change. Sites are locked in the order of their ids.
    """
    sites = Site.objects.filter(pk__in=user.memberships.values("site")).order_by("pk")
    for site in sites.select_for_update():
        audit.append_event(
            site, site_id=site.pk, kind=kind, actor=actor, data={"user": user.pk, **data}
        )
    log.info("account.changed", change=kind, user=user.pk, actor=actor, **data)
