"""How numbers and times stand on a page."""

from datetime import timedelta

from django import template

from moderation.figures.table import in_words

register = template.Library()

_UNITS = ((86_400, "days"), (3_600, "h"), (60, "min"))


@register.filter
def in_time(took: timedelta | None) -> str:
    """Return a length of time in its largest fitting unit, like `3.5 h`; a dash for none."""
    if took is None:
        return in_words(None)
    seconds = took.total_seconds()
    for size, unit in _UNITS:
        if seconds >= size:
            return f"{in_words(round(seconds / size, 1))} {unit}"
    return f"{seconds:.0f} s"


@register.filter
def numeral(number: float | None) -> str:
    """Return a number with its thousands apart; a dash for none."""
    return in_words(number)
