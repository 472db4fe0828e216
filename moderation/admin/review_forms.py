"""What a moderator sends from the review page and from the bulk page."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from articles.models import PolicyVersion
from moderation.desk.reasoning import Words, chosen_reasoning, words_for
from moderation.errors import ReasonRequired
from moderation.policy.types import Outcome
from moderation.why import clause_texts

CHANGE = "change"
OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome] + [(CHANGE, CHANGE)]


def _area(rows: int, **more: str) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto", **more})


class RejectionForm(forms.Form):
    """A clause of the policy, and what its author is told. The flow says what a rejection needs."""

    clause = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    template = forms.ChoiceField(required=False, label="Template")
    reasoning = forms.CharField(
        required=False, max_length=4_000, widget=_area(4, **{"data-sends": "send-rejection"})
    )

    def __init__(self, policy: PolicyVersion, met: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts, self.known = clause_texts(policy), words_for(policy)
        # The stubs do not know that both are ChoiceFields, as above.
        clause, template = self.fields["clause"], self.fields["template"]
        clause.choices = [(text.id, text.title) for text in self.texts]  # type: ignore[attr-defined]
        template.choices = self._grouped()  # type: ignore[attr-defined]
        likely = next((text for text in self.texts if text.id in met), None)
        if likely is not None:
            first = next(words for words in self.known if words.clause == likely.id)
            self.initial.setdefault("clause", likely.id)
            self.initial.setdefault("template", first.key)
            self.initial.setdefault("reasoning", first.text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["reasoning"] = chosen_reasoning(
            cleaned.get("reasoning", ""),
            cleaned.get("clause", ""),
            cleaned.get("template", ""),
            self.known,
        )
        return cleaned

    @property
    def has_templates(self) -> bool:
        """Whether there is more to choose from than the clause."""
        return any(words.key.isdecimal() for words in self.known)

    @property
    def prepared(self) -> list[tuple[str, str, str]]:
        """Key, clause and text of all words, for the script that follows the choice."""
        return [(words.key, words.clause, words.text) for words in self.known]

    def _grouped(self) -> list[Any]:
        titles = {text.id: text.title for text in self.texts}
        groups = groupby(self.known, key=lambda words: words.clause)
        return [("", "words…"), *((titles[id_], _options(group)) for id_, group in groups)]


def _options(words: Iterable[Words]) -> list[tuple[str, str]]:
    return [(each.key, each.title) for each in words]


class DecisionForm(RejectionForm):
    """One decision: `version` is the comment as it was seen."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(choices=OUTCOMES)
    private_note = forms.CharField(required=False, max_length=4_000, widget=_area(2))
    words = forms.CharField(
        required=False, max_length=4_000, widget=_area(3, **{"data-sends": "send-request"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        if outcome == Outcome.REJECT and not (cleaned.get("clause") and cleaned["reasoning"]):
            self.add_error(None, ReasonRequired().detail)
        if outcome == CHANGE and not cleaned.get("words", "").strip():
            self.add_error("words", "Say what the author should change.")
        return cleaned
