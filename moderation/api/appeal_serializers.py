"""What the desk's clients send about appeals, and what they get."""

from typing import Any

from rest_framework import serializers

from articles.api.fields import Count, Line, StrictSerializer
from moderation.api.appeal_shapes import APPEAL_ACTIONS
from moderation.api.reader_serializers import APPEAL_STATES, AppealOut, Words


class AppealsQuery(StrictSerializer):
    site = Line(max_length=63, required=False, help_text="a site's slug")
    state = serializers.ChoiceField(choices=APPEAL_STATES, default="open")
    cursor = Line(max_length=100, required=False)
    limit = Count(min_value=1, max_value=100, default=50)


class AppealDecisionIn(StrictSerializer):
    action = serializers.ChoiceField(choices=APPEAL_ACTIONS)
    reasoning = Words(max_length=4_000, required=False, allow_blank=True, default="")
    private_note = Words(max_length=4_000, required=False, allow_blank=True, default="")


class DeskAppeal(AppealOut):
    site = serializers.CharField()
    article_id = serializers.UUIDField()
    article_title = serializers.CharField()
    author = serializers.DictField()
    body_text = serializers.CharField(help_text="the text that was decided about")
    comment_status = serializers.CharField()
    decision = serializers.DictField(
        help_text="id, outcome, why, reasoning, decided_by{kind, name}, created_at"
    )
    decided_by = serializers.CharField(help_text="who answered the appeal")
    private_note = serializers.CharField()
    allowed_actions = serializers.ListField(child=serializers.ChoiceField(choices=APPEAL_ACTIONS))
    refusal = serializers.CharField(help_text="why you may not decide it, like `same-person`")


class AppealPage(serializers.Serializer[Any]):
    results = DeskAppeal(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
