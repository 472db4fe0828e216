"""After a claim was stored: does the discussion of one of its articles boil over?"""

import logging
from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from articles.models import Article
from articles.models.site import ModerationMode
from moderation.desk_settings import desk_of
from moderation.flows.heat_article import MACHINE, heat_article
from moderation.heat import Limits, boils, judged_lately, seen_among

log = logging.getLogger(__name__)


def watch_heat(article_ids: Collection[int]) -> int:
    """Hold all comments of those articles whose discussion boils over; return how many.

    In no transaction; mostly one query an article. What goes wrong here is logged: the
    comments are judged and stored.
    """
    articles = Article.objects.filter(pk__in=article_ids).select_related("site__desk")
    return sum(_watch(article) for article in articles.order_by("pk"))


def _watch(article: Article) -> bool:
    desk, now = desk_of(article.site), timezone.now()
    lasting = timedelta(minutes=desk.heat_minutes)
    # Everything is held anyway, or will be for more than half of the time that would be set now.
    mode = article.moderation or article.site.moderation
    far = article.heated_until is not None and article.heated_until - now > lasting / 2
    if desk.heat_comments == 0 or mode == ModerationMode.PRE or far:
        return False
    try:
        limits, named = Limits.of(desk), judged_lately(article)
        if len(named) < limits.comments:
            return False
        seen = seen_among(article, named)
        if not boils(limits, seen):
            return False
        data = {"comments": seen.comments, "kept": seen.kept}
        return heat_article(article, until=now + lasting, actor=MACHINE, data=data)
    except Exception:
        log.exception("heat not measured", extra={"article": str(article.public_id)})
        return False
