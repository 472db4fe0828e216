"""`personal_data`: ways to reach, find or charge a private person, checked where they can be.

Validators, not a model: check digits decide on account and identity numbers; grammar and the words
around decide whether a number is a telephone or a statistic, and an address a home or an office.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from moderation.detectors import (
    personal_data_checks,
    personal_data_kind,
    personal_data_numbers,
    personal_data_places,
    personal_data_words,
)
from moderation.detectors.base import Finding, Material, SiteProfile, Span, make_producer
from moderation.detectors.personal_data_checks import digits_of
from moderation.detectors.personal_data_kind import Kind
from moderation.detectors.personal_data_numbers import ACCOUNTS, MAILBOXES, PHONES, STATE_NUMBERS
from moderation.detectors.personal_data_places import (
    ADDRESSES,
    COORDINATES,
    HOMES,
    PLACE_WORDS,
    WHEREABOUTS,
)
from moderation.detectors.personal_data_words import (
    FAMOUS,
    FREE_NUMBER,
    HOME,
    OFFICIAL,
    PRIVATE,
    ROLE,
    SPELLED_DIGITS,
)
from moderation.text import Views

_AROUND = 60  # characters on either side in which the words tell private from official
_PRIVATE_RISE, _OFFICIAL_VALUE = 0.25, 0.3

_DIGITS = re.compile(r"\d")
_AT = re.compile(
    r"@|[(\[{<] ?(?:at|ät) ?[)\]}>]|\bat\b[^\n]{1,40}?(?:\bdot\b|\bpunkt\b|\.\w)"
    r"|\b(?:g ?mail|yahoo|hot ?mail|outlook|proton ?mail|skype)\b"
)
# The letters that pass for digits, inside a word that has a digit.
_HALF_DIGITS = re.compile(r"(?<![^\W_])(?=[ol]*\d)[\dol]{2,}(?![^\W_])")
_AS_DIGITS = str.maketrans("ol", "01")


class PersonalData:
    attributes: tuple[str, ...] = ("personal_data",)
    producer = make_producer(
        "personal_data",
        "2",
        *(
            Path(str(module.__file__))
            for module in (
                personal_data_checks,
                personal_data_kind,
                personal_data_numbers,
                personal_data_places,
                personal_data_words,
            )
        ),
        Path(__file__),
    )

    def detect(self, material: Material) -> list[Finding]:
        """Return the weightiest datum's value; 0.5 parts a private person's from an office's."""
        seen = material.views
        text = _HALF_DIGITS.sub(lambda run: run[0].translate(_AS_DIGITS), seen.folded)
        found = [
            (value, Span(*seen.original_span(start, end), kind.why))
            for kind, start, end in _data(seen, text)
            if (value := _value(text, kind, start, end, material.site)) > 0
        ]
        value = max((value for value, _ in found), default=0.0)
        spans = tuple(sorted((span for _, span in found), key=lambda span: span.start))
        return [Finding(self.attributes[0], value, self.producer, spans)]


def _data(seen: Views, text: str) -> Iterator[tuple[Kind, int, int]]:
    for kind in _possible(text):
        for match in kind.pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            if kind.holds(text[start:end]) and _is_written_as_name(seen, match):
                yield kind, start, end


def _possible(text: str) -> Iterator[Kind]:
    """Yield the kinds that the text has the signs for: most comments have none at all."""
    if _AT.search(text):
        yield from MAILBOXES
    if _DIGITS.search(text):
        yield from (*PHONES, *ACCOUNTS, *STATE_NUMBERS, *ADDRESSES, *COORDINATES)
    elif SPELLED_DIGITS.search(text):
        yield from PHONES
    if PLACE_WORDS.search(text):
        yield from (*HOMES, *WHEREABOUTS)


def _is_written_as_name(seen: Views, match: re.Match[str]) -> bool:
    if "name" not in match.re.groupindex:
        return True
    return seen.plain[seen.offsets[match.start("name")]].isupper()


def _value(text: str, kind: Kind, start: int, end: int, site: SiteProfile) -> float:
    datum = text[start:end]
    if _is_published(datum, site):
        return 0.0
    if not kind.may_be_official:
        return kind.value
    if FAMOUS.search(datum) or ROLE.match(datum) or FREE_NUMBER.match(datum):
        return _OFFICIAL_VALUE
    around = f"{text[max(0, start - _AROUND) : start]} | {text[end : end + _AROUND]}"
    in_full = f"{around} {datum}"
    if OFFICIAL.search(in_full) and not HOME.search(in_full):
        return _OFFICIAL_VALUE
    return min(1.0, kind.value + _PRIVATE_RISE * bool(PRIVATE.search(around)))


def _is_published(datum: str, site: SiteProfile) -> bool:
    """Tell whether the site itself publishes the datum, or the mailbox is at its own domain."""
    contacts = {contact.lower() for contact in site.contacts}
    numbers = {digits_of(contact) for contact in contacts} - {""}
    own_mailbox = bool(site.domain) and datum.endswith(("@" + site.domain, "." + site.domain))
    return datum in contacts or own_mailbox or (digits_of(datum) in numbers and "@" not in datum)
