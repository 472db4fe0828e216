"""Parts of paths: what does not look like one of these is nowhere (404)."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class SiteSlug(StringConverter):
    """A site's slug as `articles.slugs` makes it."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class SmallNumber:
    """A positive number that fits every database: ASCII digits, nine at most."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


def register() -> None:
    """Make the converters known to routes as `site` and `number`."""
    register_converter(SiteSlug, "site")
    register_converter(SmallNumber, "number")
