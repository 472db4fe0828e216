"""Routes below /api/v1/moderation/."""

from django.urls import path

from moderation.api import (
    appeal_desk_views,
    change_request,
    job_views,
    marks,
    sanction_views,
    undo,
    views,
)

urlpatterns = [
    path("queue/", views.Queue.as_view(), name="queue"),
    path("comments/<uuid:comment_id>/decisions/", views.Decisions.as_view(), name="decisions"),
    path("comments/<uuid:comment_id>/claim/", views.Claim.as_view(), name="claim"),
    path("comments/<uuid:comment_id>/undo/", undo.Undo.as_view(), name="undo"),
    path(
        "comments/<uuid:comment_id>/change-request/",
        change_request.ChangeRequests.as_view(),
        name="change-request",
    ),
    path("comments/<uuid:comment_id>/featured/", marks.Featured.as_view(), name="featured"),
    path("comments/<uuid:comment_id>/lock/", marks.Lock.as_view(), name="lock"),
    path("articles/<uuid:article_id>/slow-mode/", marks.SlowMode.as_view(), name="slow-mode"),
    path("appeals/", appeal_desk_views.Appeals.as_view(), name="desk-appeals"),
    path(
        "appeals/<uuid:appeal_id>/decision/",
        appeal_desk_views.AppealDecision.as_view(),
        name="appeal-decision",
    ),
    path(
        "authors/<uuid:author_id>/sanctions/",
        sanction_views.Sanctions.as_view(),
        name="sanctions",
    ),
    path("jobs/", job_views.Jobs.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>/", job_views.OneJob.as_view(), name="job"),
    path("jobs/<uuid:job_id>/stop/", job_views.StopJob.as_view(), name="stop-job"),
    path("jobs/<uuid:job_id>/undo/", job_views.UndoJob.as_view(), name="undo-job"),
    path("bulk-decisions/", views.BulkDecisions.as_view(), name="bulk-decisions"),
]
