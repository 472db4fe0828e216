"""Addresses of a list's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from articles.keyset import Cursor, Page


@dataclass(frozen=True, slots=True)
class Links:
    """A list by path and query, without scheme and host; its cursors are bound to `scope`."""

    path: str
    query: Mapping[str, Any]
    scope: str

    def to(self, cursor: Cursor | None) -> str | None:
        """Return the address of the page at the cursor; None when there is none."""
        if cursor is None:
            return None
        return f"{self.path}?{urlencode({**self.query, 'cursor': cursor.sealed(self.scope)})}"

    @property
    def start(self) -> str:
        """The address of the first page."""
        return f"{self.path}?{urlencode(self.query)}"

    def header(self, page: Page[Any]) -> dict[str, str]:
        """Return the Link header (RFC 8288) of a page, if it has neighbours."""
        found = {"next": self.to(page.next), "prev": self.to(page.previous)}
        links = [f'<{address}>; rel="{rel}"' for rel, address in found.items() if address]
        return {"Link": ", ".join(links)} if links else {}
