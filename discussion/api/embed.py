"""What the embed has to know before it shows anything: the site's rules and the article meant."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.addresses import known_as
from articles.api.base import ApiView
from articles.api.conditional import public_answer
from articles.api.fields import Line, StrictSerializer, Text
from articles.api.schema import refusals
from articles.api.shapes import instant
from articles.models import Article, ReaderRules, Site
from discussion.api.serializers import CommentListQuery
from discussion.statements import policy_address


class EmbedQuery(StrictSerializer):
    external_id = Line(max_length=200, required=False, help_text="the article, as the CMS names it")
    url = Text(max_length=600, required=False, help_text="its address, where no id leads to it")


class EmbedSite(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    name = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())


class EmbedClause(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()


class EmbedPolicy(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.URLField()
    clauses = EmbedClause(many=True)


class EmbedArticle(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    commenting = serializers.ChoiceField(choices=["open", "closed"])
    invitation = serializers.CharField(help_text="empty: as everywhere")
    slow_mode_seconds = serializers.IntegerField()
    read_first_until = serializers.DateTimeField(
        allow_null=True, help_text="until then every comment is read before it appears"
    )
    comment_count = serializers.IntegerField()
    change_seq = serializers.IntegerField(help_text="where following its changes begins")


class EmbedOut(serializers.Serializer[Any]):
    site = EmbedSite()
    policy = EmbedPolicy()
    notice_url = serializers.URLField(help_text="where anybody gives notice of illegal content")
    edit_window_seconds = serializers.IntegerField()
    sorts = serializers.ListField(child=serializers.CharField())
    reactions = serializers.ListField(child=serializers.CharField(), help_text="none: switched off")
    guests = serializers.BooleanField(help_text="whether one may comment by a name alone")
    nudge = serializers.BooleanField(help_text="whether a text may be checked before it is posted")
    lazy_articles = serializers.BooleanField(
        help_text="whether a page that nobody registered gets its discussion by its first comment"
    )
    article = EmbedArticle(allow_null=True, help_text="null: it is not registered")


class SiteEmbed(ApiView):
    authentication_classes = ()
    query = {"GET": EmbedQuery}
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="get_embed",
        parameters=[EmbedQuery],
        responses={200: EmbedOut, 304: None, **refusals(400, 404, 429)},
        auth=[],
    )
    def get(self, request: Request, site: str) -> HttpResponse:
        """What a page that shows a discussion has to know of its site and article."""
        found = get_object_or_404(Site.objects.select_related("policy", "reader_rules"), slug=site)
        return public_answer(request, _embed_json(found, _article(found, dict(self.params))))


def _article(site: Site, named: dict[str, str]) -> Article | None:
    """Return the article of that external id, else the newest of that address."""
    mine = Article.objects.filter(site=site).defer("paragraphs", "deck")
    if named.get("external_id"):
        found = mine.filter(external_id=named["external_id"]).first()
        if found is not None:
            return found
    if not named.get("url"):
        return None
    return mine.filter(url__in=known_as(named["url"])).order_by("-pk").first()


def _embed_json(site: Site, article: Article | None) -> dict[str, Any]:
    policy = site.published_policy
    return {
        "site": {"slug": site.slug, "name": site.name, "languages": site.languages},
        "policy": {
            "title": policy.title,
            "url": policy_address(site),
            "clauses": [{key: clause[key] for key in ("id", "title")} for clause in policy.clauses],
        },
        "notice_url": f"{settings.PUBLIC_URL}{reverse('notice', args=[site.slug])}",
        "edit_window_seconds": site.edit_window_seconds,
        "sorts": _sorts(),
        "reactions": site.reactions,
        "guests": ReaderRules.of(site).guests,
        "nudge": site.nudge,
        "lazy_articles": site.lazy_articles,
        "article": _article_json(article) if article else None,
    }


def _sorts() -> list[str]:
    field = CommentListQuery().fields["sort"]
    assert isinstance(field, serializers.ChoiceField)
    return list(field.choices)


def _article_json(article: Article) -> dict[str, Any]:
    return {
        "id": str(article.public_id),
        "title": article.title,
        "commenting": "open" if article.takes_comments else "closed",
        "invitation": article.invitation,
        "slow_mode_seconds": article.slow_mode_seconds,
        "read_first_until": instant(article.heated_until) if article.is_heated else None,
        "comment_count": article.comment_count,
        "change_seq": article.change_seq,
    }
