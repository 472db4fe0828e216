"""A feed fetched from where it is, once: its bytes, or why there are none."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.errors import DomainError
from articles.ingest.feed import MOST_BYTES
from discussion.outward import OutwardFailed, OutwardRefused, fetch

_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1"


class FeedUnreachable(DomainError):
    """The feed cannot be fetched."""

    code = "feed-unreachable"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came; `body` is None when nothing has changed since the marks that were sent."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch_feed(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
    """Return the feed. Never inside a transaction. Raises FeedUnreachable, with why in words."""
    marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"Accept": _ACCEPT, **{name: mark for name, mark in marks.items() if mark}}
    try:
        answer = fetch("GET", url, headers=headers, most=MOST_BYTES)
    except OutwardRefused as error:
        raise FeedUnreachable(str(error)) from error
    except OutwardFailed as error:
        raise FeedUnreachable(f"No answer that can be used: {error}.") from error
    if answer.status == 304:
        return Fetched(None, etag, last_modified)
    if answer.status != 200:
        raise FeedUnreachable(_why(answer.status, answer.headers))
    marked = answer.headers
    return Fetched(answer.body, marked.get("etag", ""), marked.get("last-modified", ""))


def _why(status: int, headers: Mapping[str, str]) -> str:
    """No redirect is followed: whoever set the address up says whether the new one is right."""
    place = headers.get("location", "")
    if 300 <= status < 400 and place:
        return f"The feed has moved ({status}): enter the new address, {place}"
    return f"Its server answered {status}."
