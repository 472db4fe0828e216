"""Moderation's routes below /api/v1/ that readers and anybody else call."""

from django.urls import path

from moderation.api import appeal_views, check_views, complaint_views, guest_views

urlpatterns = [
    path("articles/<uuid:article_id>/checks/", check_views.ArticleChecks.as_view(), name="checks"),
    path(
        "comments/<uuid:comment_id>/reports/",
        complaint_views.CommentReports.as_view(),
        name="comment-reports",
    ),
    path(
        "comments/<uuid:comment_id>/appeals/",
        appeal_views.CommentAppeals.as_view(),
        name="comment-appeals",
    ),
    path("appeals/<uuid:appeal_id>/", appeal_views.AppealDetail.as_view(), name="appeal"),
    path("sites/<site:site>/guests/", guest_views.Guests.as_view(), name="guests"),
    path("notices/", complaint_views.Notices.as_view(), name="notices"),
]
