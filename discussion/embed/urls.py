"""Routes of the embed's scripts, at the root."""

from django.urls import path, re_path

from discussion.embed import views
from discussion.embed.files import LOADERS

urlpatterns = [
    *(path(name, views.loader, {"name": name}, name=f"embed-{name}") for name in LOADERS),
    re_path(
        r"^embed/(?P<version>[0-9a-f]{16})/(?P<name>[a-z/_-]+\.js)$",
        views.module,
        name="embed-module",
    ),
]
