"""What commands about a site's days share: their arguments."""

from datetime import date

from django.core.management.base import CommandError, CommandParser

from articles.models import Site
from moderation.figures.period import Period


def add_period(parser: CommandParser) -> None:
    """Add --site, --from and --to; they arrive as `site`, `first` and `last`."""
    parser.add_argument("--site", required=True, help="slug of the site")
    for name, dest in (("--from", "first"), ("--to", "last")):
        parser.add_argument(
            name,
            dest=dest,
            type=date.fromisoformat,
            required=True,
            metavar="DAY",
            help="like 2026-11-23, in UTC; both days are included",
        )


def site_of(slug: str) -> Site:
    """Return the site; raises CommandError for an unknown one."""
    site = Site.objects.select_related("policy").filter(slug=slug).first()
    if site is None:
        raise CommandError(f"There is no site “{slug}”.")
    return site


def period_of(first: date, last: date) -> Period:
    """Return the days; raises CommandError for what cannot be."""
    try:
        return Period(first, last)
    except ValueError as refused:
        raise CommandError(str(refused)) from refused
