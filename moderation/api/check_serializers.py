"""What the check of a draft takes and gives."""

from typing import Any

from rest_framework import serializers

from discussion.api.serializers import CommentIn
from moderation.policy.types import Outcome

OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome]


class CheckIn(CommentIn):
    """The comment as it would be posted."""


class CheckClause(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    wording = serializers.CharField()


class CheckPassage(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="in code points of the body as it was sent")
    end = serializers.IntegerField(help_text="exclusive")


class CheckOut(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    clauses = CheckClause(many=True, help_text="those that the text meets, the strictest first")
    passages = CheckPassage(many=True, help_text="where it meets them; may be empty")
