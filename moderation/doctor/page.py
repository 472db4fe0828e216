"""A page of a publication as a browser gets it: what its markup and its headers say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from discussion.outward import OutwardFailed, OutwardRefused, fetch

MOST_BYTES = 3_000_000
HEADERS = {"Accept": "text/html"}


class PageUnread(Exception):
    """The page cannot be looked at; the text says why, and what to do."""


@dataclass(slots=True)
class Page:
    """One page. `embed` are the attributes of the embed's script tag, None where there is none."""

    url: str
    policies: list[str] = field(default_factory=list)
    canonical: str = ""
    title: str = ""
    embed: Mapping[str, str] | None = None
    ids: set[str] = field(default_factory=set)
    at: datetime | None = None

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a browser names where a script runs."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def named_url(self) -> str:
        """The address by which the embed asks for the article."""
        return urljoin(self.url, self.canonical) if self.canonical else self.url


def read_page(url: str) -> Page:
    """Fetch and read the page. Raises PageUnread."""
    try:
        answer = fetch("GET", url, headers=HEADERS, most=MOST_BYTES)
    except OutwardRefused as error:
        raise PageUnread(
            f"{error} For a trial, list it in WEBHOOK_ALLOWED_ADDRESSES (docs/settings.md)."
        ) from error
    except OutwardFailed as error:
        raise PageUnread(f"The page does not answer ({error}).") from error
    if 300 <= answer.status < 400:
        raise PageUnread(f"The page leads on to {answer.headers.get('location', '?')}: name that.")
    if answer.status != 200:
        raise PageUnread(f"The page answers {answer.status}: a reader would not see it either.")
    page = Page(url, at=_moment(answer.headers.get("date", "")))
    if policy := answer.headers.get("content-security-policy"):
        page.policies.append(policy)
    _Reader(page).feed(answer.body.decode("utf-8", "replace"))
    return page


def _moment(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    # HTTP knows one zone; one that a server calls unknown is read as that.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _address(text: str) -> str:
    """Return the address of a tag, empty where it is none, which is how a browser takes it."""
    try:
        urlsplit(text)
    except ValueError:
        return ""
    return text


class _Reader(HTMLParser):
    """Notes on the page what the embed depends on."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.page.ids.add(given["id"])
        if tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.page.canonical = self.page.canonical or _address(given.get("href", ""))
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.page.policies.append(given.get("content", ""))
        if tag == "script" and urlsplit(_address(given.get("src", ""))).path.endswith("/embed.js"):
            self.page.embed = self.page.embed or given
