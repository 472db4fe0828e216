"""How often somebody may call, as the settings say it: `1 per 10 second; 30/hour`."""

from limits import parse_many


def checked(text: str) -> str:
    """Return the rates as they were written; raises ValueError for what cannot be read."""
    parse_many(text)
    return text
