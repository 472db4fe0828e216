"""What moderators' clients send, and what they get."""

from typing import Any

from rest_framework import serializers

from articles.api.fields import Count, Line, PublicId, StrictSerializer, Text
from moderation.policy.types import Outcome

ACTIONS = [outcome.value for outcome in Outcome]
MOST_AT_ONCE = 100
LONGEST = 4_000


class Version(serializers.IntegerField):
    """A comment's version as it was seen: a JSON number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, **options)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class QueueQuery(StrictSerializer):
    site = Line(max_length=63, required=False, help_text="a site's slug")
    reason = Line(max_length=64, required=False, help_text="a reason's code or a clause's id")
    section = Line(max_length=100, required=False)
    clause = Line(max_length=64, required=False, help_text="a clause's id")
    view = Line(
        max_length=80, required=False, help_text="like `reported`, or `saved-` and a number"
    )
    cursor = Line(max_length=100, required=False)
    limit = Count(min_value=1, max_value=100, default=50)


class DecisionIn(StrictSerializer):
    action = serializers.ChoiceField(choices=ACTIONS)
    clause = Line(max_length=64, required=False, allow_blank=True, default="")
    reasoning = Text(max_length=LONGEST, required=False, allow_blank=True, default="")
    private_note = Text(max_length=LONGEST, required=False, allow_blank=True, default="")


class BulkDecisionIn(StrictSerializer):
    comment_id = PublicId()
    version = Version()
    action = serializers.ChoiceField(choices=ACTIONS)
    clause = Line(max_length=64, required=False, allow_blank=True, default="")
    reasoning = Text(max_length=LONGEST, required=False, allow_blank=True, default="")


class BulkIn(StrictSerializer):
    decisions = serializers.ListField(child=BulkDecisionIn(), min_length=1, max_length=MOST_AT_ONCE)


class QueuedComment(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    article_id = serializers.UUIDField()
    article_title = serializers.CharField()
    site = serializers.CharField()
    parent_id = serializers.UUIDField(allow_null=True)
    author = serializers.DictField()
    body_text = serializers.CharField()
    body_html = serializers.CharField()
    status = serializers.CharField()
    created_at = serializers.DateTimeField()


class QueueItem(serializers.Serializer[Any]):
    comment = QueuedComment()
    why = serializers.DictField(help_text="clauses[{id, title, wording}], reasons[{code, text}]")
    signals = serializers.ListField(child=serializers.DictField())
    since = serializers.DateTimeField()
    priority = serializers.FloatField()
    reports = serializers.IntegerField(help_text="how many readers reported it")
    order = serializers.CharField(help_text="why it stands where it does, in words and numbers")
    claim = serializers.DictField(allow_null=True)
    version = serializers.IntegerField()
    allowed_actions = serializers.ListField(child=serializers.ChoiceField(choices=ACTIONS))


class QueuePage(serializers.Serializer[Any]):
    results = QueueItem(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class DecisionOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    comment_id = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=ACTIONS)
    clauses = serializers.ListField(child=serializers.CharField())
    reasons = serializers.ListField(child=serializers.CharField())
    decided_by = serializers.DictField()
    created_at = serializers.DateTimeField()
    comment_status = serializers.CharField()
    version = serializers.IntegerField()


class ClaimOut(serializers.Serializer[Any]):
    comment_id = serializers.UUIDField()
    claim = serializers.DictField()


class BulkResult(serializers.Serializer[Any]):
    comment_id = serializers.UUIDField()
    decided = serializers.BooleanField()
    code = serializers.CharField(help_text="why it was refused, empty when it was decided")
    detail = serializers.CharField()
    status = serializers.CharField()
    version = serializers.IntegerField()


class BulkOut(serializers.Serializer[Any]):
    results = BulkResult(many=True)
