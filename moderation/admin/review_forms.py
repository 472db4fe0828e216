"""What a moderator sends from the review page and from the bulk page."""

from typing import Any

from django import forms

from articles.models import PolicyVersion
from moderation.policy.types import Outcome
from moderation.reasoning import chosen_reasoning, prepared_reasoning
from moderation.why import clause_texts

OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome]


class RejectionForm(forms.Form):
    """A clause of the policy, and what its author is told. The flow says what a rejection needs."""

    clause = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    reasoning = forms.CharField(
        required=False, max_length=4_000, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )

    def __init__(self, policy: PolicyVersion, met: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = clause_texts(policy)
        self.fields["clause"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, above
            (clause.id, clause.title) for clause in self.texts
        ]
        likely = next((clause for clause in self.texts if clause.id in met), None)
        if likely is not None:
            self.initial.setdefault("clause", likely.id)
            self.initial.setdefault("reasoning", prepared_reasoning(likely))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["reasoning"] = chosen_reasoning(
            cleaned.get("reasoning", ""), cleaned.get("clause", ""), self.texts
        )
        return cleaned

    @property
    def prepared(self) -> list[tuple[str, str]]:
        """The prepared reasoning by clause id, for the script that follows the choice."""
        return [(clause.id, prepared_reasoning(clause)) for clause in self.texts]


class DecisionForm(RejectionForm):
    """One decision: `version` is the comment as it was seen."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(choices=OUTCOMES)
    private_note = forms.CharField(
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
