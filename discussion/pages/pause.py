"""How long one has to wait, in words."""

MINUTE = 60
HOUR = 3600


def pause_in_words(seconds: int) -> str:
    """Return the time rounded up to a unit that people say; empty for none."""
    if not seconds:
        return ""
    if seconds < 2 * MINUTE:
        return _counted(seconds, "second")
    if seconds < 2 * HOUR:
        return _counted(-(-seconds // MINUTE), "minute")
    return _counted(-(-seconds // HOUR), "hour")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
