"""A senior moderator closes a whole discussion, or opens it again."""

from articles.changes import article_changes
from articles.flows.record_article import record_article
from articles.models import Article
from discussion.models import User
from moderation.errors import NotAllowed
from moderation.roles import Act, may


def set_commenting(article: Article, commenting: str, *, moderator: User) -> None:
    """Take comments, or no more; `closes_at` and what is there stay. Once more is the same.

    Raises NotAllowed.
    """
    if not may(moderator, Act.RUN_DESK, article.site_id):
        raise NotAllowed
    with article_changes() as changes:
        locked = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        if locked.commenting == commenting:
            return
        locked.commenting = commenting
        locked.save(update_fields=["commenting"])
        data = {"fields": ["commenting"], "commenting": commenting}
        record_article(locked, "article.changed", changes, actor=f"user:{moderator.pk}", data=data)
