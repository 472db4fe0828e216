"""What the article calls take, and (for the OpenAPI document) what they give."""

from typing import Any

from rest_framework import serializers

from articles.addresses import known_as
from articles.api.fields import Count, Line, StrictSerializer, Text
from articles.models.article import Commenting
from articles.models.site import ModerationMode

MAX_PAGE = 100
MAX_ADDRESS = 600


class Address(Line):
    """An address that fits its column in its one spelling too: there a host alone gets a slash."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_ADDRESS, **options)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if any(len(spelling) > MAX_ADDRESS for spelling in known_as(text)):
            self.fail("max_length", max_length=MAX_ADDRESS)
        return text


class ArticleListQuery(StrictSerializer):
    site = Line(max_length=63, help_text="slug of the site")
    url = Text(
        max_length=MAX_ADDRESS,
        required=False,
        help_text="fragment and campaign marks do not matter",
    )
    external_id = Line(max_length=200, required=False)
    limit = Count(min_value=1, max_value=MAX_PAGE, default=20)
    cursor = Line(max_length=100, required=False)


class LazyArticleIn(StrictSerializer):
    """What a visitor's browser says of the page that they are on."""

    url = Address()
    title = Line(max_length=500, required=False)
    external_id = Line(max_length=200, required=False)
    section = Line(max_length=100, required=False, allow_blank=True)
    published_at = serializers.DateTimeField(required=False, allow_null=True)


class ArticleIn(StrictSerializer):
    url = Address()
    title = Line(max_length=500)
    section = Line(max_length=100, required=False, allow_blank=True)
    tags = serializers.ListField(child=Line(max_length=100), max_length=50, required=False)
    published_at = serializers.DateTimeField(required=False, allow_null=True)
    closes_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="from when on it takes no more comments"
    )
    commenting = serializers.ChoiceField(choices=Commenting.choices, required=False)
    moderation = serializers.ChoiceField(
        choices=ModerationMode.choices, required=False, allow_blank=True
    )


class Picture(serializers.Serializer[Any]):
    caption = serializers.CharField()
    credit = serializers.CharField()


class Byline(serializers.Serializer[Any]):
    name = serializers.CharField()
    role = serializers.CharField()
    handle = serializers.CharField()


class ArticleOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    site = serializers.SlugField()
    slug = serializers.SlugField()
    external_id = serializers.CharField()
    url = serializers.CharField(help_text="empty where the article has none but its page here")
    title = serializers.CharField()
    deck = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())
    picture = Picture(allow_null=True)
    byline = Byline()
    invitation = serializers.CharField()
    grounds = serializers.ListField(child=serializers.CharField())
    section = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    published_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    commenting = serializers.ChoiceField(choices=Commenting.choices)
    nudge = serializers.BooleanField(help_text="whether `checks/` answers here")
    permalink = serializers.URLField()
    comments_url = serializers.CharField()


class ArticlePage(serializers.Serializer[Any]):
    results = ArticleOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ClauseOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    wording = serializers.CharField()
    ground = serializers.CharField(help_text="the law, if the clause rests on one")


class PolicyOut(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    title = serializers.CharField()
    introduction = serializers.CharField()
    published_at = serializers.DateTimeField()
    clauses = ClauseOut(many=True)


class FieldError(serializers.Serializer[Any]):
    pointer = serializers.CharField(required=False, help_text="JSON pointer into the body")
    parameter = serializers.CharField(required=False, help_text="name in the query")
    detail = serializers.CharField()


class ProblemOut(serializers.Serializer[Any]):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField()
    # The name is RFC 9457's; that a serializer has an attribute of that name does not matter here.
    errors = FieldError(many=True, required=False)  # type: ignore[assignment]
