"""Under which names guests may not write: those of the site and its people, disguised or not."""

import re
import unicodedata
from collections.abc import Iterator

from articles.models import Site
from discussion.models import User
from discussion.names import NameRefused, chosen_name
from moderation.detectors.blocked_phrases import phrase_index
from moderation.errors import GuestNameRefused
from moderation.site_profile import profile_of
from moderation.text import Views, views

# Shorter names are refused alone, longer ones also within another: "Al" is part of many.
LONG_ENOUGH_WITHIN = 6
TITLES = frozenset({"admin", "administrator", "editor", "moderator", "official", "staff"})

_WORD = re.compile(r"[^\W_]+")


def name_for_guest(text: str, site: Site) -> str:
    """Return the name as it is shown. Raises GuestNameRefused, with a word on why."""
    try:
        name = chosen_name(text)
    except NameRefused as error:
        raise GuestNameRefused(str(error)) from error
    seen = views(name)
    if _is_title(seen) or any(_speaks_as(seen, taken) for taken in _taken(site)):
        raise GuestNameRefused("That is a name of this site or of its staff. Choose another one.")
    phrases = profile_of(site).blocked_phrases
    if phrases and any(phrase_index(phrases).occurrences(seen)):
        raise GuestNameRefused("That name is not wanted here. Choose another one.")
    return name


def _taken(site: Site) -> Iterator[str]:
    yield from (site.name, site.domain, *site.aliases, *site.handles, *site.staff)
    members = User.objects.filter(memberships__site=site, is_active=True).distinct()
    for first, last, username in members.values_list("first_name", "last_name", "username"):
        yield from (f"{first} {last}", username)


def _is_title(seen: Views) -> bool:
    words = {_squashed(word) for word in _WORD.findall(seen.folded)}
    return not words.isdisjoint(TITLES) or _squashed(seen.folded) in TITLES


def _speaks_as(seen: Views, taken: str) -> bool:
    mine, theirs = _squashed(seen.folded), _squashed(views(taken).folded)
    return bool(theirs) and (
        mine == theirs or (len(theirs) >= LONG_ENOUGH_WITHIN and theirs in mine)
    )


def _squashed(folded: str) -> str:
    """Return the letters and digits alone, without accents: what the eye takes for the same."""
    bare = unicodedata.normalize("NFKD", folded)
    return "".join(character for character in bare if character.isalnum())
