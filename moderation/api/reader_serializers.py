"""What readers and notifiers send against a comment or a decision, and what they get."""

from typing import Any

from rest_framework import serializers

from articles.api.fields import Line, PublicId, StrictSerializer, Text
from moderation.errors import UnreadableWords
from moderation.models import Appeal
from moderation.words import readable

APPEAL_STATES = Appeal.State.values


class Words(Text):
    """What a person will read, held to the rules of comments; blank is empty."""

    def to_internal_value(self, data: Any) -> str:
        try:
            return readable(super().to_internal_value(data))
        except UnreadableWords as refused:
            raise serializers.ValidationError(refused.detail, refused.code) from refused


class Flag(serializers.BooleanField):
    """A JSON boolean, not what might be meant as one."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class ReportIn(StrictSerializer):
    reason = Line(max_length=60, help_text="id of a clause of the site's policy, or `other`")
    text = Words(max_length=2_000, required=False, allow_blank=True, default="")


class ReportOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    comment_id = serializers.UUIDField()
    reason = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class NoticeIn(StrictSerializer):
    comment_id = PublicId(required=False)
    comment_url = Line(
        max_length=600,
        required=False,
        help_text="instead of `comment_id`: the comment's `permalink`",
    )
    explanation = Words(
        max_length=4_000,
        required=False,
        allow_blank=True,
        default="",
        help_text="why it is illegal; without one the answer is 422",
    )
    name = Line(
        max_length=200,
        required=False,
        allow_blank=True,
        default="",
        help_text="who gives the notice; only about sexual abuse of children it may be left out",
    )
    email = serializers.EmailField(
        max_length=254,
        required=False,
        allow_blank=True,
        default="",
        help_text="where receipt and decision go; left out as the name may be",
    )
    good_faith = Flag(
        required=False,
        default=False,
        help_text="true: the sender believes in good faith that all of it is right and complete; "
        "otherwise the answer is 422",
    )


class NoticeOut(serializers.Serializer[Any]):
    reference = serializers.CharField(help_text="like N-7F3K-92QD")
    comment_id = serializers.UUIDField()
    received_at = serializers.DateTimeField()
    receipt = serializers.ChoiceField(
        choices=["mailed", "this-answer"], help_text="without an address this answer is the receipt"
    )


class AppealIn(StrictSerializer):
    words = Words(max_length=4_000, allow_blank=True, help_text="why the decision is wrong")


class AppealOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    comment_id = serializers.UUIDField()
    statement_id = serializers.UUIDField(help_text="the statement of reasons it is about")
    state = serializers.ChoiceField(choices=APPEAL_STATES)
    words = serializers.CharField()
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    reasoning = serializers.CharField(help_text="of whoever decided it; empty before that")
