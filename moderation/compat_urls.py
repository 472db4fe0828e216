"""Routes below /compat/, in the shape of other services."""

from django.urls import path

from moderation.api.compat.views import Analyze

urlpatterns = [
    path("v1alpha1/comments:analyze", Analyze.as_view(), name="compat-analyze"),
]
