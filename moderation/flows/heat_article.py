"""All comments of an article are held for a while; and no longer."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from articles.audit import append_event
from articles.changes import Change, article_changes
from articles.models import Article
from discussion.models import User
from moderation.errors import NotAllowed
from moderation.heat import COOLED
from moderation.roles import Act, may

HEATED = "article.heated"
MACHINE = "machine:heat"


def heat_article(article: Article, *, until: datetime, actor: str, data: dict[str, Any]) -> bool:
    """Hold every comment until then; False where it is so already. `data` says why, in figures."""
    with article_changes() as changes:
        locked = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        if locked.is_heated and locked.heated_until is not None and locked.heated_until >= until:
            return False
        locked.heated_until = until
        locked.save(update_fields=["heated_until"])
        data = {"until": until.isoformat(), **data}
        append_event(locked, site_id=locked.site_id, kind=HEATED, actor=actor, data=data)
        changes.add(locked.pk, locked.site_id, _change(locked, HEATED))
    article.heated_until = until
    return True


def heat_by_hand(article: Article, *, minutes: int, moderator: User) -> None:
    """Hold every comment of the article for so long. Raises NotAllowed."""
    _refuse(moderator, article)
    until = timezone.now() + timedelta(minutes=minutes)
    heat_article(article, until=until, actor=f"user:{moderator.pk}", data={})


def cool_by_hand(article: Article, *, moderator: User) -> None:
    """End it before its time; the machine begins to count anew. Raises NotAllowed."""
    _refuse(moderator, article)
    _cool(article.pk, actor=f"user:{moderator.pk}", even_now=True)


def cool_articles() -> int:
    """End what has come to its end: the page no longer announces it; return how many.

    Nobody waits for it: how a comment is judged asks the time (Article.moderation_now).
    """
    over = Article.objects.filter(heated_until__lte=timezone.now()).order_by("pk")
    return sum(_cool(pk, actor=MACHINE, even_now=False) for pk in over.values_list("pk", flat=True))


def _cool(article_id: int, *, actor: str, even_now: bool) -> bool:
    with article_changes() as changes:
        locked = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        if locked.heated_until is None or (locked.is_heated and not even_now):
            return False
        locked.heated_until = None
        locked.save(update_fields=["heated_until"])
        append_event(locked, site_id=locked.site_id, kind=COOLED, actor=actor, data={})
        changes.add(locked.pk, locked.site_id, _change(locked, COOLED))
    return True


def _refuse(moderator: User, article: Article) -> None:
    if not may(moderator, Act.RUN_DESK, article.site_id):
        raise NotAllowed


def _change(article: Article, kind: str) -> Change:
    until = article.heated_until.isoformat() if article.heated_until else None
    return Change(kind, {"article_id": str(article.public_id), "until": until}, public=True)
