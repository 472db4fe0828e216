"""Routes below /api/v1/."""

from django.urls import include, path

from discussion.api import comment_views, docs, mutes, views

urlpatterns = [
    path("", include("articles.api.urls")),
    path("articles/<uuid:article_id>/comments/", views.CommentList.as_view(), name="comments"),
    path("comments/<uuid:comment_id>/", comment_views.CommentDetail.as_view(), name="comment"),
    path(
        "comments/<uuid:comment_id>/decision/",
        comment_views.CommentDecision.as_view(),
        name="comment-decision",
    ),
    path("me/mutes/", mutes.Mutes.as_view(), name="mutes"),
    path("me/mutes/<uuid:author_id>/", mutes.MutedAuthor.as_view(), name="mute"),
    path("", include("moderation.api.reader_urls")),
    path("openapi.json", docs.OpenApiDocument.as_view(), name="openapi"),
    path("docs/", docs.docs_page, name="api-docs"),
]
