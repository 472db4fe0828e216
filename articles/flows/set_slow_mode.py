"""A discussion on fire is slowed down: one author writes only so often."""

from articles.audit import append_event
from articles.changes import Change, article_changes
from articles.models import Article

LONGEST_SECONDS = 24 * 3600


def set_slow_mode(article: Article, seconds: int, *, actor: str) -> None:
    """Let each author wait this long between two comments to the article; 0 ends it.

    Raises ValueError for a time that is negative or above LONGEST_SECONDS.
    """
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise ValueError(f"{seconds} s is no pause between two comments")
    with article_changes() as changes:
        row = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        if row.slow_mode_seconds == seconds:
            return
        row.slow_mode_seconds = seconds
        row.save(update_fields=["slow_mode_seconds"])
        append_event(
            row,
            site_id=row.site_id,
            kind="article.slow_mode",
            actor=actor,
            data={"seconds": seconds},
        )
        payload = {"article_id": str(row.public_id), "slow_mode_seconds": seconds}
        changes.add(row.pk, row.site_id, Change("article.slow_mode", payload, public=True))
