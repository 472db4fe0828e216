"""The app of comments."""

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "discussion"
    verbose_name = "Discussion"

    def ready(self) -> None:
        """Register the system checks."""
        from discussion import checks  # noqa: F401, PLC0415
