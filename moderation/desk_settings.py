"""How a site's desk is set: its row, or the defaults where nobody chose yet."""

import hashlib

from articles.audit import canonical
from articles.models import Site
from moderation.models import DeskSettings

# What the settings page shows and its flow stores; `appeal_days` is a column of the site's own.
FIGURES = (
    "heat_comments",
    "heat_held_share",
    "heat_minutes",
    "second_look_share",
    "queue_age_minutes",
    "threat_at",
)
COLUMNS = ("second_person_id", *FIGURES, "alert_emails", "alert_url")


def desk_of(site: Site) -> DeskSettings:
    """Return the site's settings; without a row an unsaved one with the defaults."""
    known: DeskSettings | None = getattr(site, "desk", None)
    return known or DeskSettings(site=site)


def state_of(site: Site) -> str:
    """Return a digest of all that the settings page shows: the same exactly if nothing changed."""
    desk = desk_of(site)
    values = [getattr(desk, column) for column in COLUMNS]
    return hashlib.sha256(canonical([site.appeal_days, *values]).encode()).hexdigest()
