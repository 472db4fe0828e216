"""The headers around an answer: learned from Django's own answers of the same kind.

Which headers there are, and in which order, is the middleware's to say; the lane says it nowhere.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]

# What differs between two answers of one kind; the lane knows each of these.
OWN = frozenset(
    {
        "access-control-allow-origin",
        "content-length",
        "etag",
        "link",
        "ratelimit",
        "ratelimit-policy",
        "x-request-id",
    }
)


class Kind(NamedTuple):
    """Answers of one kind differ in nothing but their body and the headers in OWN."""

    status: str
    coding: str
    has_link: bool
    has_origin: bool
    secure: bool


class Forms:
    """The headers of each kind, with a gap for every one that is an answer's own."""

    def __init__(self) -> None:
        self._by_kind: dict[Kind, list[tuple[str, str, str]]] = {}

    def filled(self, kind: Kind, own: Mapping[str, str]) -> Headers | None:
        """Return the headers; `own` by lower-case name. None for a kind not seen yet."""
        form = self._by_kind.get(kind)
        if form is None:
            return None
        return [(name, value or own[lower]) for name, lower, value in form]

    def learning(
        self, kind: Kind, own: Mapping[str, str], start_response: StartResponse
    ) -> StartResponse:
        """Return a `start_response` that learns from the answer, if it is of that kind."""

        def learn(status: str, headers: Headers, *error: Any) -> Any:
            told = {name.lower(): value for name, value in headers}
            if status == kind.status and told.get("etag") == own["etag"] and _fits(told, own):
                self._by_kind[kind] = [_part(name, value) for name, value in headers]
            return start_response(status, headers, *error)

        return learn


def _fits(told: Mapping[str, str], own: Mapping[str, str]) -> bool:
    """Whether the answer has the headers of OWN that the lane would give, and no cookie."""
    return told.keys() & OWN == own.keys() and "set-cookie" not in told


def _part(name: str, value: str) -> tuple[str, str, str]:
    lower = name.lower()
    return name, lower, "" if lower in OWN else value
