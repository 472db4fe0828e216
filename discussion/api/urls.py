"""Routes below /api/v1/."""

from django.urls import include, path

from discussion.api import (
    change_views,
    comment_views,
    count_views,
    docs,
    embed,
    feeds,
    me,
    mutes,
    oembed,
    reaction_views,
    revocations,
    views,
)

urlpatterns = [
    path("", include("articles.api.urls")),
    path("articles/<uuid:article_id>/comments/", views.CommentList.as_view(), name="comments"),
    path(
        "articles/<uuid:article_id>/changes/",
        change_views.ArticleChanges.as_view(),
        name="article-changes",
    ),
    path("counts/", count_views.Counts.as_view(), name="counts"),
    path("comments/<uuid:comment_id>/", comment_views.CommentDetail.as_view(), name="comment"),
    path(
        "comments/<uuid:comment_id>/decision/",
        comment_views.CommentDecision.as_view(),
        name="comment-decision",
    ),
    path("me/", me.Me.as_view(), name="me"),
    path("me/export/", me.MyExport.as_view(), name="my-export"),
    path("me/jobs/<uuid:job_id>/", me.MyJob.as_view(), name="my-job"),
    path("me/jobs/<uuid:job_id>/result/", me.MyJobResult.as_view(), name="my-job-result"),
    path("sites/<site:site>/revocations/", revocations.Revocations.as_view(), name="revocations"),
    path(
        "comments/<uuid:comment_id>/reactions/<slug:name>/",
        reaction_views.CommentReaction.as_view(),
        name="comment-reaction",
    ),
    path(
        "articles/<uuid:article_id>/comments.atom", feeds.ArticleFeed.as_view(), name="article-feed"
    ),
    path("sites/<site:site>/comments.atom", feeds.SiteFeed.as_view(), name="site-feed"),
    path("oembed/", oembed.OEmbed.as_view(), name="oembed"),
    path("sites/<site:site>/embed/", embed.SiteEmbed.as_view(), name="embed"),
    path("me/mutes/", mutes.Mutes.as_view(), name="mutes"),
    path("me/mutes/<uuid:author_id>/", mutes.MutedAuthor.as_view(), name="mute"),
    path("", include("moderation.api.reader_urls")),
    path("openapi.json", docs.OpenApiDocument.as_view(), name="openapi"),
    path("docs/", docs.docs_page, name="api-docs"),
]
