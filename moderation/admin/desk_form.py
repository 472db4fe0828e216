"""A desk's settings as a form: what the flow would refuse is said beside the field."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from articles.models import Site
from moderation.admin.lines import LinesField
from moderation.desk_limits import (
    LIMITS,
    check_addresses,
    check_figure,
    check_webhook,
    second_people,
)
from moderation.desk_settings import COLUMNS, desk_of, state_of
from moderation.errors import SettingRefused

Value = TypeVar("Value")

WHOLE = ("appeal_days", "heat_comments", "heat_minutes", "queue_age_minutes")
SHARES = ("heat_held_share", "second_look_share", "threat_at")
SAYS = {
    "appeal_days": ("Days to appeal", "how long an author may appeal a decision"),
    "second_person_id": (
        "Second person for appeals",
        "decides them where nobody else may: on a site with one moderator",
    ),
    "queue_age_minutes": (
        "Minutes that a comment may wait",
        "longer than this is told, and again every six hours; 0: never",
    ),
    "threat_at": ("A threat is told from", "0.5 to 1, at once; 1: only the surest"),
    "alert_emails": ("Mail addresses", "one a line"),
    "alert_url": ("Webhook address", "like https://hooks.example.org/discussion; empty: none"),
    "heat_comments": (
        "Comments in ten minutes",
        "to one article; from here on a discussion may be too hot; 0: never",
    ),
    "heat_held_share": ("Share of them that was held", "0.05 to 1"),
    "heat_minutes": ("Minutes that everything is held then", "5 to 1,440; it ends by itself"),
    "second_look_share": (
        "Share that is judged twice",
        "0 to 0.5 of all decisions, by another moderator who does not see the first",
    ),
}
GROUPS = (
    ("Alerts", ("queue_age_minutes", "threat_at", "alert_emails", "alert_url")),
    ("Appeals", ("appeal_days", "second_person_id")),
    (
        "A discussion that boils over",
        ("heat_comments", "heat_held_share", "heat_minutes"),
    ),
    ("Blind second look", ("second_look_share",)),
)


class DeskForm(forms.Form):
    """`seen` is the state of the settings that the form was made from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    second_person_id = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    alert_emails = LinesField(like="desk@example.org")
    alert_url = forms.CharField(
        required=False,
        max_length=600,
        widget=forms.URLInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, site: Site, sent: QueryDict | None = None) -> None:
        desk = desk_of(site)
        now = {column: getattr(desk, column) for column in COLUMNS}
        initial = {**now, "appeal_days": site.appeal_days, "seen": state_of(site)}
        super().__init__(sent, initial=initial)
        for name in (*WHOLE, *SHARES):
            self.fields[name] = _figure_field(name)
        people = [(person.pk, person.get_username()) for person in second_people(site)]
        self.fields["second_person_id"].choices = [("", "nobody"), *people]  # type: ignore[attr-defined]  # a choice field, above
        for name, (label, help_text) in SAYS.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text

    def clean_alert_emails(self) -> list[str]:
        addresses: list[str] = self.cleaned_data["alert_emails"]
        return _checked(check_addresses, addresses)

    def clean_alert_url(self) -> str:
        url: str = self.cleaned_data["alert_url"]
        return _checked(check_webhook, url) if url else url

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(heading, [self[name] for name in names]) for heading, names in GROUPS]

    @property
    def values(self) -> dict[str, Any]:
        """What the flow stores."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _figure_field(name: str) -> forms.Field:
    least, most = LIMITS[name]
    attributes = {"min": least, "max": most, "step": 1 if name in WHOLE else "any"}
    kind = forms.IntegerField if name in WHOLE else forms.FloatField
    return kind(
        widget=forms.NumberInput(attributes),
        validators=[lambda value: _checked(lambda given: check_figure(name, given), value)],
    )


def _checked(check: Callable[[Value], None], value: Value) -> Value:
    try:
        check(value)
    except SettingRefused as refused:
        raise ValidationError(refused.detail) from refused
    return value
