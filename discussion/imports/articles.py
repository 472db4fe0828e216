"""An article as it would be made here, of what a source tells of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from articles.audit import keyed_digest
from articles.models import Article

_TIMES = ("published_at", "closes_at", "created_at")
MAX_URL, MAX_ID, MAX_TITLE = 600, 200, 500
_LIMITS = {
    field.name: field.max_length
    for field in Article._meta.concrete_fields
    if getattr(field, "max_length", None)
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`id` is the source's; `external_id` and `url` are how the site may know it, `fields` its
    further columns.
    """

    id: str
    external_id: str
    url: str
    fields: dict[str, Any]


def wanted(source: str, id_: str, told: dict[str, Any], *, keep_id: bool = False) -> Wanted:
    """Return the article; what does not fit a column is cut, and what is no address left out."""
    url = told["url"] if _is_address(told["url"]) else ""
    external_id = told["external_id"] or f"{source}:{id_}"
    if len(external_id) > MAX_ID:
        external_id = f"{source}:{keyed_digest('imported article', external_id)}"
    fields = {name: _fitting(name, value) for name, value in told["fields"].items()}
    fields |= {name: datetime.fromisoformat(fields[name]) for name in _TIMES if fields.get(name)}
    title = " ".join(told["title"].split()) or url or external_id
    if keep_id and (public_id := uuid_of(id_)):
        fields["public_id"] = public_id
    return Wanted(id_, external_id, url, {**fields, "title": title[:MAX_TITLE], "url": url})


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _fitting(name: str, value: Any) -> Any:
    limit = _LIMITS.get(name)
    return value[:limit] if limit and isinstance(value, str) else value


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(url) <= MAX_URL
