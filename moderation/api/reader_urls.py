"""Moderation's routes below /api/v1/ that readers and anybody else call."""

from django.urls import path

from moderation.api import appeal_views, complaint_views

urlpatterns = [
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
    path("notices/", complaint_views.Notices.as_view(), name="notices"),
]
