"""What is kept of a change of sanctions: a line in the site's audit, and an event for others."""

from typing import Any

from articles import audit
from articles.models import OutboxEvent, Site
from discussion.models import Author
from moderation.models import Sanction
from moderation.sanctions.in_force import InForce


def record_sanction(
    sanction: Sanction, author: Author, left: InForce, *, kind: str, actor: str
) -> None:
    """Append the event, like `sanction.imposed`, to the site's chain, and tell the outside.

    An author has no chain. Sanctions are rare, and the site's row is locked so that nobody waits
    who only refers to it, as a POST does. No words of anybody: they can be erased, an audit cannot.
    """
    site = Site.objects.select_for_update(no_key=True).get(pk=author.site_id)
    until = sanction.ends_at.isoformat() if sanction.ends_at else None
    data: dict[str, Any] = {
        "sanction": str(sanction.public_id),
        "author": str(author.public_id),
        "kind": sanction.kind,
        "clause": sanction.clause,
        "until": until,
        "in_force": left.restriction,
    }
    audit.append_event(site, site_id=site.pk, kind=kind, actor=actor, data=data)
    OutboxEvent.objects.create(site=site, kind="author.sanctioned", payload=_told(data, kind, left))


def _told(data: dict[str, Any], kind: str, left: InForce) -> dict[str, Any]:
    """`restriction` is what is in force after it, so a receiver needs no history."""
    return {
        "author_id": data["author"],
        "sanction_id": data["sanction"],
        "change": kind.partition(".")[2],
        "kind": data["kind"],
        "restriction": left.restriction,
        "until": left.until.isoformat() if left.until else None,
    }
