"""The app of comments."""

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "discussion"
    verbose_name = "Discussion"

    def ready(self) -> None:
        """Register the system checks, who may read from elsewhere, and what an article keeps."""
        from articles.changes import keep_figures  # noqa: PLC0415
        from discussion import checks  # noqa: F401, PLC0415
        from discussion.api import cors  # noqa: PLC0415
        from discussion.figures import published_in_article  # noqa: PLC0415

        # Not where the routes are: a process reads those at its first request, after CORS.
        cors.connect()
        keep_figures({"comment_count": published_in_article()})
