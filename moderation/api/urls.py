"""Routes below /api/v1/moderation/."""

from django.urls import path

from moderation.api import views

urlpatterns = [
    path("queue/", views.Queue.as_view(), name="queue"),
    path("comments/<uuid:comment_id>/decisions/", views.Decisions.as_view(), name="decisions"),
    path("comments/<uuid:comment_id>/claim/", views.Claim.as_view(), name="claim"),
    path("bulk-decisions/", views.BulkDecisions.as_view(), name="bulk-decisions"),
]
