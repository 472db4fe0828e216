"""The open schema of the European Commission's DSA Transparency Database, where comments need it.

Source of names, codes and lengths: its published API documentation, version of July 2025. What
this service never does (payments, accounts, other media) has no code here.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

Value = str | list[str] | None
Row = Mapping[str, Value]

REMOVED = "DECISION_VISIBILITY_CONTENT_REMOVED"
DISABLED = "DECISION_VISIBILITY_CONTENT_DISABLED"
ILLEGAL = "DECISION_GROUND_ILLEGAL_CONTENT"
INCOMPATIBLE = "DECISION_GROUND_INCOMPATIBLE_CONTENT"
TEXT = "CONTENT_TYPE_TEXT"
YES, NO = "Yes", "No"
FULLY = "AUTOMATED_DECISION_FULLY"
PARTIALLY = "AUTOMATED_DECISION_PARTIALLY"
NOT_AUTOMATED = "AUTOMATED_DECISION_NOT_AUTOMATED"
BY_NOTICE = "SOURCE_ARTICLE_16"
BY_REPORT = "SOURCE_TYPE_OTHER_NOTIFICATION"
BY_TRUSTED_FLAGGER = "SOURCE_TRUSTED_FLAGGER"
OWN_INITIATIVE = "SOURCE_VOLUNTARY"

SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE"
PRIVACY = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
PRODUCTS = "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"
TERMS = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"

# The European Economic Area: a comment that is taken away is gone everywhere.
COUNTRIES = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"),
    *("IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
)

Check = Callable[[Value], bool]


@dataclass(frozen=True, slots=True)
class Column:
    """One field: what it may hold, and whether every row needs it."""

    check: Check
    needed: bool = False


def _one_of(*codes: str) -> Check:
    return lambda value: value in codes


def _some_of(*codes: str) -> Check:
    return lambda value: isinstance(value, list) and bool(value) and set(value) <= {*codes}


def _at_most(length: int) -> Check:
    return lambda value: isinstance(value, str) and 0 < len(value) <= length


def _like(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _since(first: date) -> Check:
    def is_day(value: Value) -> bool:
        try:
            return isinstance(value, str) and date.fromisoformat(value) >= first
        except ValueError:
            return False

    return is_day


# In the order in which the columns stand in CSV.
COLUMNS: Mapping[str, Column] = {
    "decision_visibility": Column(_some_of(REMOVED, DISABLED), needed=True),
    "end_date_visibility_restriction": Column(_since(date(2020, 1, 1))),
    "decision_ground": Column(_one_of(ILLEGAL, INCOMPATIBLE), needed=True),
    "decision_ground_reference_url": Column(_like(r"https?://\S{1,480}")),
    "illegal_content_legal_ground": Column(_at_most(500)),
    "illegal_content_explanation": Column(_at_most(2_000)),
    "incompatible_content_ground": Column(_at_most(500)),
    "incompatible_content_explanation": Column(_at_most(2_000)),
    "incompatible_content_illegal": Column(_one_of(YES, NO)),
    "content_type": Column(_some_of(TEXT), needed=True),
    "category": Column(_one_of(SPEECH, VIOLENCE, PRIVACY, PRODUCTS, TERMS), needed=True),
    "territorial_scope": Column(_some_of(*COUNTRIES), needed=True),
    "content_language": Column(_like(r"[A-Z]{2}")),
    "content_date": Column(_since(date(2000, 1, 1)), needed=True),
    "application_date": Column(_since(date(2020, 1, 1)), needed=True),
    "decision_facts": Column(_at_most(5_000), needed=True),
    "source_type": Column(
        _one_of(BY_NOTICE, BY_REPORT, BY_TRUSTED_FLAGGER, OWN_INITIATIVE), needed=True
    ),
    "automated_detection": Column(_one_of(YES, NO), needed=True),
    "automated_decision": Column(_one_of(FULLY, PARTIALLY, NOT_AUTOMATED), needed=True),
    "puid": Column(_like(r"[A-Za-z0-9_-]{1,500}"), needed=True),
}
# What a ground asks for besides.
_GROUND: Mapping[str, Collection[str]] = {
    ILLEGAL: ("illegal_content_legal_ground", "illegal_content_explanation"),
    INCOMPATIBLE: ("incompatible_content_ground", "incompatible_content_explanation"),
}
_OF_A_GROUND = {*_GROUND[ILLEGAL], *_GROUND[INCOMPATIBLE], "incompatible_content_illegal"}


def faults(row: Row) -> Iterator[str]:
    """Yield what the database would refuse about a row, by field; nothing for a good one."""
    for name in row:
        if name not in COLUMNS:
            yield f"{name}: unknown"
    for name, column in COLUMNS.items():
        value = row.get(name)
        if value is None:
            if column.needed:
                yield f"{name}: missing"
        elif not column.check(value):
            yield f"{name}: not allowed"
    yield from _ground_faults(row)
    begins, ends = row.get("application_date"), row.get("end_date_visibility_restriction")
    if isinstance(begins, str) and isinstance(ends, str) and ends < begins:
        yield "end_date_visibility_restriction: before the application date"


def _ground_faults(row: Row) -> Iterator[str]:
    ground = row.get("decision_ground")
    asked = _GROUND.get(ground, ()) if isinstance(ground, str) else ()
    for name in asked:
        if row.get(name) is None:
            yield f"{name}: missing for this ground"
    allowed = {*asked, *(("incompatible_content_illegal",) if ground == INCOMPATIBLE else ())}
    for name in sorted(_OF_A_GROUND - allowed):
        if row.get(name) is not None:
            yield f"{name}: not with this ground"
