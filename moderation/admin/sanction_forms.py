"""What a moderator sends from an author's page: a measure, or work on all of the author's
comments.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import PolicyVersion
from moderation.models import Sanction
from moderation.sanctions.words import PREPARED
from moderation.why import clause_texts

Kind = Sanction.Kind

DOES = {
    Kind.WARNING: "Warn",
    Kind.ALWAYS_HOLD: "Always hold",
    Kind.SUSPENSION: "Suspend",
    Kind.BAN: "Ban",
}
FOR_EVER, UNTIL = "", "until"
DAYS = [(str(days), f"{days} day{'s' if days > 1 else ''}") for days in (1, 3, 7, 30, 90)]
NO_JOB, REVIEW, REJECT = "", "review", "reject"


def _clauses(policy: PolicyVersion) -> list[tuple[str, str]]:
    return [("", "no clause"), *((clause.id, clause.title) for clause in clause_texts(policy))]


def _words(rows: int, **attributes: str) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto", **attributes})


class SanctionForm(forms.Form):
    """One measure of one kind; the flow says what it needs."""

    clause = forms.ChoiceField(required=False, label="Clause that was broken")
    lasts = forms.ChoiceField(required=False, label="How long")
    until = forms.DateTimeField(
        required=False,
        label="Until (UTC)",
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    reason = forms.CharField(max_length=4_000, label="Said to the author", widget=_words(3))
    private_note = forms.CharField(
        required=False, max_length=4_000, label="Private note", widget=_words(2)
    )
    comment = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    reject_waiting = forms.BooleanField(required=False, label="Reject what is waiting")
    look_again = forms.BooleanField(required=False, label="Have a person look at what is public")

    def __init__(
        self, kind: Sanction.Kind, policy: PolicyVersion, *args: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", f"id_{kind}_%s")
        kwargs["initial"] = {"reason": PREPARED[kind], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["clause"].choices = _clauses(policy)  # type: ignore[attr-defined]
        lasting = [*DAYS, (UNTIL, "until the time below")]
        endless = [] if kind == Kind.SUSPENSION else [(FOR_EVER, "without an end")]
        self.fields["lasts"].choices = [*endless, *lasting]  # type: ignore[attr-defined]
        if kind == Kind.WARNING:
            for name in ("lasts", "until", "reject_waiting", "look_again"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("lasts") == UNTIL and not said.get("until"):
            self.add_error("until", "Say until when.")
        if said.get("reject_waiting") and not said.get("clause"):
            self.add_error("clause", "To reject what is waiting, name the clause.")
        return said

    @property
    def does(self) -> str:
        """The measure as a button says it."""
        return DOES[self.kind]

    @property
    def ends_at(self) -> datetime | None:
        """When the measure ends, as it was chosen; None: never."""
        return _end(self.cleaned_data)


def _end(said: Mapping[str, Any]) -> datetime | None:
    lasts = said.get("lasts", FOR_EVER)
    if lasts == UNTIL:
        until: datetime = said["until"]
        return until.replace(tzinfo=UTC)
    return timezone.now() + timedelta(days=int(lasts)) if lasts else None


class AuthorJobForm(forms.Form):
    """Work on all of an author's comments: `what` waits is rejected; what is public is looked at
    again, or rejected.
    """

    what = forms.ChoiceField(
        choices=[("waiting", "reject"), (REVIEW, "look again"), (REJECT, "reject")]
    )
    clause = forms.ChoiceField(required=False, label="Reject under")
    reasoning = forms.CharField(
        required=False, max_length=4_000, label="Said to the author", widget=_words(3)
    )

    def __init__(self, policy: PolicyVersion, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_job_%s")
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = _clauses(policy)  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    """Why a sanction is taken back; it stays in the team."""

    because = forms.CharField(required=False, max_length=4_000)


class RejudgeForm(forms.Form):
    """What is to be judged again."""

    waiting = forms.BooleanField(required=False, initial=True, label="What waits is decided anew")
    published = forms.BooleanField(
        required=False, initial=True, label="What is public: list what would change"
    )
    since = forms.DateField(
        required=False,
        label="Only what was written since",
        widget=forms.DateInput({"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("waiting") or said.get("published")):
            raise ValidationError("Choose what is to be judged again.")
        return said
