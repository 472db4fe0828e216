"""Times as the desk prints them."""

from datetime import datetime

from django.utils import dateformat


def in_utc(at: datetime | None) -> str:
    """Return the moment like `23 Nov 2026, 14:05 UTC`; "-" for none."""
    return "-" if at is None else f"{dateformat.format(at, 'j M Y, H:i')} UTC"
