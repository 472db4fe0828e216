"""What is said when a case is given away, and when it is taken back."""

from django import forms

from moderation.flows.escalate_comment import LONGEST_REFERENCE
from moderation.models import Escalation
from moderation.words import MOST_CHARACTERS


class EscalationForm(forms.Form):
    to = forms.ChoiceField(
        label="To", choices=Escalation.To.choices, widget=forms.RadioSelect, initial="police"
    )
    reason = forms.CharField(
        label="Why",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text="for those who get the case, and for whoever lifts it later",
    )
    reference = forms.CharField(
        label="Their reference",
        max_length=LONGEST_REFERENCE,
        required=False,
        help_text="a case number, if there is one",
    )


class LiftForm(forms.Form):
    because = forms.CharField(
        label="Why it is lifted",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
