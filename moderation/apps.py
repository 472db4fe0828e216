"""The app of judging comments, by machine and by people."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        """Register the system checks, and what every sign-in leaves in its session."""
        from moderation import checks  # noqa: F401, PLC0415
        from moderation.staff import sign_in  # noqa: F401, PLC0415
