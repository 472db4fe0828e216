"""What a desk's settings may be: refused in words, before anything is stored."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from articles.models import Site
from discussion.models import User
from discussion.outward import OutwardRefused, check_url
from moderation.errors import SettingRefused
from moderation.models import Membership

MOST_ADDRESSES = 20
# Least and most of each figure, both allowed. No time is shorter than one in which somebody could
# look, no share hides what it is there to show.
LIMITS: dict[str, tuple[float, float]] = {
    "appeal_days": (14, 3_650),
    "heat_comments": (0, 100_000),
    "heat_held_share": (0.05, 1),
    "heat_minutes": (5, 1_440),
    "second_look_share": (0, 0.5),
    "queue_age_minutes": (0, 10_080),
    "threat_at": (0.5, 1),
}
# For these 0 means "never"; between that and this least it would mean "always".
LEAST_ABOVE_NONE = {"heat_comments": 5, "queue_age_minutes": 5}


def check_settings(site: Site, values: Mapping[str, Any]) -> None:
    """Raise SettingRefused for the first value that cannot be used. What is absent stays."""
    for name in LIMITS:
        if name in values:
            check_figure(name, values[name])
    if values.get("second_person_id") is not None:
        _check_person(site, values["second_person_id"])
    check_addresses(values.get("alert_emails", []))
    if values.get("alert_url"):
        check_webhook(values["alert_url"])


def check_figure(name: str, value: float) -> None:
    """Raise SettingRefused unless the value is in the range, or the 0 that switches off."""
    least, most = LIMITS[name]
    floor = LEAST_ABOVE_NONE.get(name, least)
    # NaN is neither, and fails every comparison.
    if not (least <= value <= most and (value >= floor or value == 0)):
        switch = "0 or " if name in LEAST_ABOVE_NONE else ""
        raise SettingRefused(f"Give {switch}a number from {floor:,} to {most:,}.")


def check_addresses(addresses: list[str]) -> None:
    """Raise SettingRefused for what is no list of mail addresses."""
    if len(addresses) > MOST_ADDRESSES:
        raise SettingRefused(f"At most {MOST_ADDRESSES} addresses.")
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise SettingRefused(f"“{address}” is no mail address.") from error


def check_webhook(url: str) -> None:
    """Raise SettingRefused for an address that could never be called. Where its name leads is
    checked at each call: it may move.
    """
    try:
        check_url(url)
    except OutwardRefused as refused:
        raise SettingRefused(str(refused)) from refused


def second_people(site: Site) -> list[User]:
    """Return who may be named to decide appeals: active staff of the site."""
    members = Membership.objects.filter(site=site).values("user")
    people = User.objects.filter(pk__in=members, is_active=True, is_staff=True)
    return list(people.order_by("username"))


def _check_person(site: Site, pk: int) -> None:
    if pk not in {person.pk for person in second_people(site)}:
        raise SettingRefused("The second person has to be active staff of this site.")
