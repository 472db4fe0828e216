"""Root routes. Apps above this one are named by strings alone."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("moderation.health_urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("discussion.api.urls")),
    path("api/v1/moderation/", include("moderation.api.urls")),
    path("compat/", include("moderation.compat_urls")),
    path("mail/", include("discussion.mail_urls")),
    path("", include("discussion.embed.urls")),
    path("", include("moderation.page_urls")),
    # Last, since a site's slug is the first segment.
    path("", include("discussion.page_urls")),
]

handler400 = "discussion.api.errors.bad_request"
handler403 = "discussion.api.errors.forbidden"
handler404 = "discussion.api.errors.not_found"
handler500 = "discussion.api.errors.server_error"
