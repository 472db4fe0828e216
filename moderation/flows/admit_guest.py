"""Somebody comes as a guest."""

from articles.models import ReaderRules, Site
from discussion.guests import GuestPass, new_pass
from moderation.errors import GuestsNotAllowed
from moderation.guest_names import name_for_guest


def admit_guest(site: Site, name: str) -> GuestPass:
    """Return a token for them; no row is made of a person before they write.

    Raises GuestsNotAllowed, GuestNameRefused.
    """
    if not ReaderRules.of(site).guests:
        raise GuestsNotAllowed
    return new_pass(site, name_for_guest(name, site))
