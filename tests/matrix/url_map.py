"""Every route that the service has, as Django's resolver knows them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

VERBS = ("get", "post", "put", "patch", "delete")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# A route that takes whatever is left answers 404; the others are pages about an app or a file.
PATTERNS_OF_DJANGO = {
    "admin/^(?P<app_label>moderation|discussion|articles)/$",
    "admin/(?P<url>.*)$",
    r"^embed/(?P<version>[0-9a-f]{16})/(?P<name>[a-z/_-]+\.js)$",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One route; `arguments` are the names in its path, in order."""

    path: str
    name: str
    view: Any
    arguments: tuple[str, ...]

    @property
    def methods(self) -> tuple[str, ...]:
        """What the view takes. A function may refuse one of these two, with 405."""
        if (own := getattr(self.view, "cls", None)) is not None:
            return tuple(verb.upper() for verb in VERBS if hasattr(own, verb))
        return ("GET", "POST")

    def before(self, argument: str) -> str:
        """Return what stands before the argument, with `*` for each argument in it."""
        head = re.split(rf"<(?:\w+:)?{argument}>", self.path)[0]
        return ARGUMENT.sub("*", head)

    def filled(self, values: dict[str, str]) -> str:
        return "/" + ARGUMENT.sub(lambda found: values[found[1]], self.path)


def every_route() -> list[Route]:
    """Return all of them. Raises AssertionError for one that is written in no known way."""
    return list(_below(get_resolver(), ""))


def _below(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, path)
        elif isinstance(pattern, URLPattern) and path not in PATTERNS_OF_DJANGO:
            assert isinstance(pattern.pattern, RoutePattern), (
                f"{path} is a regular expression: write it with path(), or add it to "
                "PATTERNS_OF_DJANGO in tests/matrix/url_map.py if it names no row."
            )
            arguments = tuple(ARGUMENT.findall(path))
            yield Route(path, pattern.name or "", pattern.callback, arguments)
