"""What an RSS or Atom feed says of a site's articles.

The text is hostile: it is read from memory alone, entities of its own and references to elsewhere
are refused before the reader sees them, and a feed that is no well-formed XML is no feed.
"""

import calendar
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax import ContentHandler, SAXException, SAXParseException

import feedparser
from defusedxml import DefusedXmlException
from defusedxml import sax as defused_sax

from articles.errors import DomainError
from articles.models import Article
from articles.plain import plain_text

MOST_BYTES = 4 * 1024 * 1024
MOST_ENTRIES = 500
MOST_TAGS = 20
_NOT_PRINTED = frozenset({"Cc", "Cs", "Cn", "Co"})


class FeedUnreadable(DomainError):
    """That is no feed that can be read."""

    code = "feed-unreadable"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article as the feed has it. `guid` fits the column of external ids; "", None and () stand
    for what the feed leaves out.
    """

    guid: str
    url: str
    title: str
    published_at: datetime | None
    tags: tuple[str, ...]

    @property
    def section(self) -> str:
        """The first of its categories, as feeds put it."""
        return self.tags[0] if self.tags else ""


def entries_of(data: bytes) -> list[FeedEntry]:
    """Return the first MOST_ENTRIES of the feed's entries that name an article.

    Raises FeedUnreadable, with what is wrong with it in words.
    """
    data = data.lstrip()
    _refuse_harmful(data)
    # A stream: of bytes the library would first try whether they name a file.
    feed = feedparser.parse(BytesIO(data), resolve_relative_uris=False)
    if not feed.version:
        raise FeedUnreadable("The document is neither RSS nor Atom.")
    # Plain dictionaries: the library's own take one name for another, and warn about it.
    return list(_named(dict(entry) for entry in feed.entries[:MOST_ENTRIES]))


def _refuse_harmful(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise FeedUnreadable(f"A feed has at most {MOST_BYTES:,} bytes.")
    try:
        defused_sax.parseString(data, ContentHandler(), forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise FeedUnreadable(
            "The feed has entities of its own or refers to other documents: neither is read."
        ) from error
    except SAXParseException as error:
        line = error.getLineNumber()
        raise FeedUnreadable(f"Line {line} is no well-formed XML: {error.getMessage()}.") from error
    except (SAXException, ValueError, LookupError) as error:
        raise FeedUnreadable("The document cannot be read as XML.") from error


def _named(entries: Iterable[Mapping[str, Any]]) -> Iterator[FeedEntry]:
    for entry in entries:
        url = str(entry.get("link") or "").strip()
        guid = str(entry.get("id") or url).strip()
        title = _shortened(_title(entry), _length("title"))
        if guid and title and url and len(url) <= _length("url"):
            tags = tuple(_tags(entry))[:MOST_TAGS]
            yield FeedEntry(_external_id(guid), url, title, _published_at(entry), tags)


def _title(entry: Mapping[str, Any]) -> str:
    title = str(entry.get("title") or "")
    is_html = entry.get("title_detail", {}).get("type") != "text/plain"
    return plain_text(title) if is_html else title


def _tags(entry: Mapping[str, Any]) -> Iterator[str]:
    terms = (_shortened(str(tag.get("term") or ""), _length("section")) for tag in _listed(entry))
    yield from dict.fromkeys(term for term in terms if term)


def _listed(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return entry.get("tags") or []


def _published_at(entry: Mapping[str, Any]) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _external_id(guid: str) -> str:
    """Return the guid; a digest stands for one that is too long or cannot be printed."""
    if len(guid) <= _length("external_id") and guid == _shortened(guid, len(guid)):
        return guid
    return f"sha256:{hashlib.sha256(guid.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _shortened(text: str, limit: int) -> str:
    """Return the text as one line of print; a longer one ends with an ellipsis."""
    printed = (c for c in " ".join(text.split()) if unicodedata.category(c) not in _NOT_PRINTED)
    line = unicodedata.normalize("NFC", "".join(printed)).strip()
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _length(column: str) -> int:
    length: int | None = getattr(Article._meta.get_field(column), "max_length", None)
    assert length is not None
    return length
