"""The body of a message: ids and places, never a text of anybody.

What an id stands for is fetched from the API, which shows what is public at that moment. A text
sent along would be kept by receivers after its author took it back.
"""

from typing import Any

from articles.audit import canonical
from articles.models import OutboxEvent


def body_of(event: OutboxEvent) -> bytes:
    """Return what receivers get; `event` comes with its site and article.

    The same at each try, as long as the article keeps its address.
    """
    data: dict[str, Any] = {"site": event.site.slug}
    if event.article is not None:
        data |= {
            "article_id": str(event.article.public_id),
            "external_id": event.article.external_id,
            "url": event.article.url,
            "sequence": event.sequence,
        }
    at = event.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    message = {"type": event.kind, "timestamp": at, "data": {**data, **event.payload}}
    return canonical(message).encode()
