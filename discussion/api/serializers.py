"""What the comment calls take, and (for the OpenAPI document) what they give."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.api.fields import Count, Line, PublicId, StrictSerializer, Text

MAX_ROOTS = 100
MAX_REPLIES = 50


class CommentListQuery(StrictSerializer):
    sort = serializers.ChoiceField(
        choices=["newest", "oldest", "most_liked", "most_replies"],
        required=False,
        help_text="newest by default; with `parent`, oldest",
    )
    # The name is the contract's; a serializer's own `parent` is not touched by a declared field.
    parent = PublicId(  # type: ignore[assignment]
        required=False, help_text="list the replies to this comment"
    )
    limit = Count(min_value=1, max_value=MAX_ROOTS, default=20)
    replies_limit = Count(
        min_value=0,
        max_value=MAX_REPLIES,
        default=10,
        help_text="how many of all the replies below a comment are shown with it",
    )
    cursor = Line(max_length=100, required=False)


class CommentIn(StrictSerializer):
    # What a text may be is decided by discussion.body, in one place.
    body = Text(allow_blank=True)
    parent_id = PublicId(required=False, allow_null=True)


class CommentEdit(StrictSerializer):
    body = Text(allow_blank=True)


class AuthorOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    display_name = serializers.CharField()
    badges = serializers.ListField(child=serializers.CharField())
    kind = serializers.ChoiceField(
        choices=["reader", "guest"], help_text="a guest chose the name; nobody vouches for it"
    )


class Tombstone(serializers.Serializer[Any]):
    cause = serializers.ChoiceField(choices=["author", "moderator", "law"])


class Can(serializers.Serializer[Any]):
    reply = serializers.BooleanField()
    edit = serializers.BooleanField()
    report = serializers.BooleanField()
    react = serializers.BooleanField()
    appeal = serializers.BooleanField()


class ChangeRequest(serializers.Serializer[Any]):
    words = serializers.CharField()
    until = serializers.DateTimeField()


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Comment"}})
class CommentTree(serializers.Field[Any, Any, Any, Any]):
    """Comments within a comment; a serializer cannot name itself."""


class Replies(serializers.Serializer[Any]):
    results = CommentTree()
    next = serializers.CharField(allow_null=True, help_text="address of the rest")


class Comment(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    article_id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True)
    author = AuthorOut(allow_null=True)
    body_html = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(
        choices=["pending", "published", "held", "rejected", "withdrawn", "erased"]
    )
    published_at = serializers.DateTimeField(allow_null=True)
    edited_at = serializers.DateTimeField(allow_null=True)
    featured = serializers.BooleanField(help_text="a moderator recommends it")
    locked = serializers.BooleanField(help_text="nobody may answer in its thread any more")
    reply_count = serializers.IntegerField(help_text="its direct replies that can be read")
    reactions = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="how many readers gave each that the site offers; empty for a tombstone",
    )
    permalink = serializers.URLField()
    tombstone = Tombstone(allow_null=True)
    replies = Replies()
    body_text = serializers.CharField(required=False, help_text="for its author alone")
    waiting_edit = serializers.ChoiceField(
        choices=["pending", "held"],
        required=False,
        allow_null=True,
        help_text="for its author alone: what becomes of the newer text",
    )
    change_request = ChangeRequest(
        required=False,
        allow_null=True,
        help_text="for its author alone: what a moderator asks them to change",
    )
    muted = serializers.BooleanField(
        required=False,
        help_text="in authenticated answers: the reader mutes its author, and lists leave the "
        "text out",
    )
    reacted = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="in authenticated answers: the reader's own reactions",
    )
    can = Can(required=False, help_text="in authenticated answers")


class CommentPage(serializers.Serializer[Any]):
    results = Comment(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    waiting = Comment(
        many=True,
        required=False,
        help_text="in authenticated answers: own, waiting or rejected lately",
    )


class DecisionClause(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    wording = serializers.CharField()
    ground = serializers.CharField()


class DecisionReason(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()


class StatementOut(serializers.Serializer[Any]):
    """The statement of reasons for the latest restriction of a comment."""

    id = serializers.UUIDField()
    comment_id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    appeal_until = serializers.DateTimeField()
    how_to_appeal = serializers.CharField(help_text="in words")
    appeals_url = serializers.CharField(help_text="where an appeal is posted")
    policy_url = serializers.URLField()
    passages = serializers.ListField(
        child=serializers.CharField(), help_text="words of the text that met the clauses"
    )
    restriction = serializers.ChoiceField(choices=["hold", "reject"])
    clauses = DecisionClause(many=True)
    reasons = DecisionReason(many=True)
    policy_version = serializers.IntegerField()
    decided_by = serializers.ChoiceField(
        choices=["machine", "person", "import"],
        help_text="`import`: decided where the comment was before it came here",
    )
    detected_by_machine = serializers.BooleanField()
    reasoning = serializers.CharField()
