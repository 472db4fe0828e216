"""What somebody wants to see of the queue: a view, narrowed by filters and words; as a query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from moderation.queues.labels import kind_of, label, value_of

# Each is a parameter of that name: several values of one kind are alternatives.
KINDS = (
    "clause",
    "reason",
    "section",
    "band",
    "tag",
    "article",
    "author",
    "reported",
    "mode",
    "same",
)
MOST_VALUES = 20
MOST_WORDS = 8
LONGEST = 100
MOST_MINUTES = 60 * 24 * 30
ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`labels` and `waiting_minutes` stand in place of what the view says of the same kind."""

    view: str = ALL
    site: str = ""
    labels: tuple[str, ...] = ()
    waiting_minutes: int = 0
    words: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Return what the parameters ask for. What makes no sense is left out.

        `view` may be the whole of it (`as_text`); other parameters stand in place of what it says.
        """
        view, _, inside = query.get("view", "").partition("?")
        if inside:
            given = QueryDict(inside, mutable=True)
            for name, values in query.lists():
                given.setlist(name, values)
            given["view"] = view
            return cls.read(given)
        return cls(
            view=view[:LONGEST] or ALL,
            site=query.get("site", "")[:LONGEST],
            labels=_labels({kind: query.getlist(kind) for kind in KINDS}),
            waiting_minutes=_minutes(query.get("waiting", "")),
            words=tuple(query.get("q", "").replace("\0", "")[:LONGEST].split()[:MOST_WORDS]),
        )

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return what `as_text` made."""
        return cls.read(QueryDict(urlencode({"view": text})))

    @property
    def is_one_case(self) -> bool:
        """Whether it is the same text by several authors, to be decided at once."""
        return any(kind_of(text) == "same" for text in self.labels)

    @property
    def filters(self) -> str:
        """The query without the view."""
        values = [(kind_of(text), value_of(text)) for text in self.labels]
        values += [("site", self.site)] if self.site else []
        values += [("waiting", str(self.waiting_minutes))] if self.waiting_minutes else []
        values += [("q", " ".join(self.words))] if self.words else []
        return urlencode(values)

    @property
    def query(self) -> str:
        """The whole of it as parameters of the list."""
        view = urlencode({"view": self.view}) if self.view != ALL else ""
        return "&".join(part for part in (view, self.filters) if part)

    @property
    def as_text(self) -> str:
        """The whole of it as the one parameter `view`, which other pages pass along."""
        return f"{self.view}?{self.filters}" if self.filters else self.view

    @property
    def link(self) -> str:
        """`as_text` as the query of another page; empty where everything is wanted."""
        return urlencode({"view": self.as_text}) if self.as_text != ALL else ""


def _labels(values: Mapping[str, list[str]]) -> tuple[str, ...]:
    found = (
        label(kind, value.replace("\0", "").strip())
        for kind, given in values.items()
        for value in given[:MOST_VALUES]
    )
    return tuple(dict.fromkeys(text for text in found if value_of(text)))


def _minutes(text: str) -> int:
    return min(int(text), MOST_MINUTES) if text.isdecimal() and len(text) < 9 else 0
