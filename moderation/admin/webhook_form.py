"""An endpoint as a form, and what is asked beside its other acts."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from articles.models import Site
from discussion.errors import WebhookRefused
from discussion.models import WebhookEndpoint
from discussion.webhooks.kinds import KINDS
from discussion.webhooks.limits import LONGEST_NAME, LONGEST_URL, check_endpoint

GRACE_HOURS = {0: "stop at once", 1: "an hour", 24: "a day", 168: "a week"}
BACK_HOURS = {1: "an hour", 24: "a day", 168: "a week", 720: "30 days"}


class WebhookForm(forms.Form):
    """What the flow would refuse is said beside the field."""

    site = forms.ModelChoiceField(Site.objects.none())
    name = forms.CharField(
        max_length=LONGEST_NAME, required=False, widget=forms.TextInput({"dir": "auto"})
    )
    url = forms.CharField(
        label="Address",
        max_length=LONGEST_URL,
        help_text="like https://cms.example.org/discussion-events",
        widget=forms.URLInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label="Events",
        required=False,
        choices=[(kind, f"{kind}: {words}") for kind, words in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="none ticked: all, also those still to come",
    )

    def __init__(
        self,
        sites: set[int],
        sent: QueryDict | None = None,
        endpoint: WebhookEndpoint | None = None,
    ) -> None:
        """`sites` are those that the user may choose from; an endpoint stays where it is."""
        names = ("name", "url", "kinds") if endpoint is not None else ()
        super().__init__(sent, initial={name: getattr(endpoint, name) for name in names})
        if endpoint is not None:
            del self.fields["site"]
            return
        choices = Site.objects.filter(pk__in=sites)
        self.fields["site"].queryset = choices  # type: ignore[attr-defined]  # a model's choices

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            check_endpoint(url, [], "")
        except WebhookRefused as refused:
            raise ValidationError(refused.detail) from refused
        return url


class GraceForm(forms.Form):
    hours = forms.TypedChoiceField(
        label="The older secrets", coerce=int, initial=24, choices=[*GRACE_HOURS.items()]
    )

    @property
    def grace(self) -> timedelta:
        return timedelta(hours=self.cleaned_data["hours"])


class SinceForm(forms.Form):
    hours = forms.TypedChoiceField(
        label="Of the last", coerce=int, initial=24, choices=[*BACK_HOURS.items()]
    )

    @property
    def since(self) -> datetime:
        # A little younger than the furthest that is allowed, which time moves meanwhile.
        return timezone.now() - timedelta(hours=self.cleaned_data["hours"]) + timedelta(minutes=1)
