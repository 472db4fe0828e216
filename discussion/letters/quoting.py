"""Somebody's text within a mail."""

LONGEST_QUOTE = 2_000


def quoted(text: str) -> str:
    """Return the text as mail quotes one, each line behind `> `; a long one is cut."""
    shown = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()} […]"
    return "\n".join(f"> {line}".rstrip() for line in shown.splitlines())
