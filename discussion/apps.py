"""The app of comments."""

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "discussion"
    verbose_name = "Discussion"

    def ready(self) -> None:
        """Register the system checks, and who may call from pages of other origins."""
        from discussion import checks  # noqa: F401, PLC0415
        from discussion.api import cors  # noqa: PLC0415

        # Not where the routes are: a process reads those at its first request, after CORS.
        cors.connect()
