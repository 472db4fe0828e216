"""`personal_data`: ways to reach, find or charge a private person, checked where they can be.

Validators, not a model: check digits decide on bank and card numbers; grammar and the words around
decide whether a number is a telephone or a statistic, and an address a home or an office.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.detectors.base import Finding, Material, SiteProfile, Span, make_producer

_HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}@{_HOST}"
    r"|(?<![\w.+-])[\w.+-]{2,64} ?[(\[{]? ?\bat\b ?[)\]}]? ?[\w-]{2,63} ?[(\[{]? ?\bdot\b ?[)\]}]?"
    r" ?(?:com|org|net|info|de|uk|fr|eu|io|me)\b"
)
_PHONE = re.compile(
    r"(?<![\w.,+/-])(?<!\d )(?:"
    r"(?:\+|00 ?)[1-9]\d{0,2}[ .\-/]?(?:\(\d{1,5}\)|\d{1,5})(?:[ .\-/]?\d{2,5}){1,4}"  # abroad
    r"|(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"  # North America
    r"|0\d(?:[ .]\d\d){4}"  # France
    r"|\(?0\d{2,5}\)?[ /-]\d{3,5}(?:[ -]?\d{2,5}){0,2}"  # Germany, Britain, Italy
    r")(?![\w]|[.,/-]\d)"
)
# Without a telephone's grammar, a number counts only where it is called one.
_CALLED_PHONE = re.compile(
    r"\b(?:call|phone|tel|telephone|mobile|cell|text|whatsapp|signal|number(?: is)?|ring)\b"
    r"(?: (?:him|her|me|them|is|at|on|no|number))*[ .:#]{1,3}"
    r"(\+?\d(?:[ -]?\d){6,14})(?!\d)"
)
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\d.,-])[3-6](?:[ -]?\d){12,18}(?![\d.,-]\d|\d)")
# "40 people in the street" is no address.
_NAME = r"(?!(?:in|on|of|the|people|at|across|down|from|into|to|and|are|were|more|per|different)\b)"
_STREET = re.compile(
    rf"\b\d{{1,5}}[a-z]?,? (?:{_NAME}[a-zà-ÿ'\u2019.-]+ ){{1,3}}"
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|boulevard|blvd|court|terrace|crescent)\b"
    r"|\b[a-zà-ÿ-]{3,30}(?:str(?:aße|asse|\.)|weg|gasse|allee|damm) ?\d{1,4}[a-z]?\b"
    r"|\b[a-zà-ÿ-]{3,30} (?:straße|strasse|platz|allee|weg) \d{1,4}[a-z]?\b"
    r"|\b\d{1,4},? (?:bis |ter )?(?:rue|avenue|boulevard|chemin|via|calle)"
    r" (?:[a-zà-ÿ'\u2019-]+ ?){1,4}"
)
_COORDINATES = re.compile(
    r"(?<![\d.])-?\d{1,2}\.\d{4,9}°?[ns]?,? {0,2}-?\d{1,3}\.\d{4,9}°?[ew]?(?!\d)"
)

# Somebody is meant, or somebody is sent there.
_PRIVATE = re.compile(
    r"\b(?:lives?|living|home|house|apartment|flat|family|wife|husband|kids|children|his|her|their"
    r"|my|private|pay (?:him|her|them|a visit)|visit|knock|doxx?|find (?:him|her|them)|hides?"
    r"|sleeps?)\b"
)
_OFFICIAL = re.compile(
    r"\b(?:press|office|ministry|embassy|consulate|headquarters|parliament|senate|congress"
    r"|court ?house|city hall|town hall|museum|library|hospital|clinic|university|school|church"
    r"|charity|foundation|hotline|helpline|rally|protest|demonstration|march|shop|restaurant|station|venue"
    r"|memorial|newsroom|complaints|subscriptions?|toll[- ]free|donate)\b"
)
# Addresses that stand for a government.
_FAMOUS = re.compile(r"10 downing st|1600 pennsylvania av")
_ROLE = re.compile(
    r"(?:press|info|office|contact|newsroom|editors?|tips|media|support|help|letters|service|redaktion"
    r"|donations?|complaints|corrections)[@ ._+-]"
)
_FREE_NUMBER = re.compile(r"(?:\+?1[ .-])?\(?8(?:00|88|77|66|55)\)?[ .-]|0800|00800|116[ ]?1\d\d")
_AROUND = 60  # characters on either side in which the words tell private from official
_PRIVATE_RISE, _OFFICIAL_VALUE = 0.25, 0.3


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of datum; `value` is what it weighs when nothing around says more."""

    why: str
    pattern: re.Pattern[str]
    value: float
    holds: Callable[[str], bool] = bool
    # The words around cannot make an account number harmless.
    may_be_official: bool = True


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _is_phone(text: str) -> bool:
    return 7 <= len(_digits(text)) <= 15


# ISO 13616's registry: where a country is not named, the whole match must be the number.
_IBAN_LENGTHS = {
    "at": 20, "be": 16, "bg": 22, "ch": 21, "cy": 28, "cz": 24, "de": 22, "dk": 18, "ee": 20,
    "es": 24, "fi": 18, "fr": 27, "gb": 22, "gr": 27, "hr": 21, "hu": 28, "ie": 22, "il": 23,
    "it": 27, "lt": 20, "lu": 20, "lv": 21, "mt": 31, "nl": 18, "no": 15, "pl": 28, "pt": 25,
    "ro": 24, "se": 24, "si": 19, "sk": 24, "tr": 26, "ua": 29,
}  # fmt: skip


def _is_iban(text: str) -> bool:
    """ISO 13616: moved behind the rest, letters as numbers, the remainder by 97 is one."""
    compact = text.replace(" ", "")
    compact = compact[: _IBAN_LENGTHS.get(compact[:2], len(compact))]
    if not (15 <= len(compact) <= 34 and compact.isascii() and compact.isalnum()):
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """Luhn's check digit (ISO/IEC 7812)."""
    numbers = [int(digit) for digit in reversed(_digits(text))]
    doubled = [sum(divmod(2 * number, 10)) for number in numbers[1::2]]
    return len(set(numbers)) > 1 and (sum(numbers[::2]) + sum(doubled)) % 10 == 0


_KINDS = (
    _Kind("e-mail address", _EMAIL, 0.75),
    _Kind("telephone number", _PHONE, 0.75, _is_phone),
    _Kind("telephone number", _CALLED_PHONE, 0.75, _is_phone),
    _Kind("bank account", _IBAN, 0.95, _is_iban, may_be_official=False),
    _Kind("card number", _CARD, 0.95, _is_card, may_be_official=False),
    _Kind("street address", _STREET, 0.6),
    # Places in the news are given by coordinates every day; only a person's are personal.
    _Kind("coordinates", _COORDINATES, 0.3),
)


class PersonalData:
    attributes: tuple[str, ...] = ("personal_data",)
    producer = make_producer("personal_data", "1", Path(__file__))

    def detect(self, material: Material) -> list[Finding]:
        """Return the weightiest datum's value; 0.5 parts a private person's from an office's."""
        text = material.views.folded
        found = [
            (value, Span(*material.views.original_span(start, end), kind.why))
            for kind, start, end in _data(text)
            if (value := _value(text, kind, start, end, material.site)) > 0
        ]
        value = max((value for value, _ in found), default=0.0)
        spans = tuple(sorted((span for _, span in found), key=lambda span: span.start))
        return [Finding(self.attributes[0], value, self.producer, spans)]


def _data(text: str) -> Iterator[tuple[_Kind, int, int]]:
    for kind in _KINDS:
        for match in kind.pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            if kind.holds(text[start:end]):
                yield kind, start, end


def _value(text: str, kind: _Kind, start: int, end: int, site: SiteProfile) -> float:
    datum = text[start:end]
    around = f"{text[max(0, start - _AROUND) : start]} | {text[end : end + _AROUND]}"
    if _is_published(datum, site):
        return 0.0
    official = _OFFICIAL.search(around) or any(
        pattern.match(datum) for pattern in (_ROLE, _FREE_NUMBER, _FAMOUS)
    )
    if official and kind.may_be_official:
        return _OFFICIAL_VALUE
    return min(1.0, kind.value + _PRIVATE_RISE * bool(_PRIVATE.search(around)))


def _is_published(datum: str, site: SiteProfile) -> bool:
    """Tell whether the site itself publishes the datum, or the mailbox is at its own domain."""
    contacts = {contact.lower() for contact in site.contacts}
    numbers = {_digits(contact) for contact in contacts} - {""}
    own_mailbox = bool(site.domain) and datum.endswith(("@" + site.domain, "." + site.domain))
    return datum in contacts or own_mailbox or (_digits(datum) in numbers and "@" not in datum)
