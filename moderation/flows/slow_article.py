"""A senior moderator slows a discussion down."""

from articles.flows.set_slow_mode import set_slow_mode
from articles.models import Article
from discussion.models import User
from moderation.errors import NotAllowed
from moderation.roles import Act, may


def slow_article(article: Article, seconds: int, *, moderator: User) -> None:
    """Let each author wait this long between two comments; 0 ends it.

    Raises NotAllowed, and ValueError as `set_slow_mode` does.
    """
    if not may(moderator, Act.RUN_DESK, article.site_id):
        raise NotAllowed
    set_slow_mode(article, seconds, actor=f"user:{moderator.pk}")
