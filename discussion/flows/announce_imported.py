"""Comments came in from another system: said once, an article at a time, and once of the site."""

from django.db import transaction

from articles import audit
from articles.changes import article_changes
from articles.flows.record_article import record_article
from articles.models import Article, Site
from discussion.imports.report import Report
from discussion.models import ImportedArticle


def announce_imported(site: Site, source: str, report: Report) -> None:
    """Announce the change of each article that comments came to, and note the import at the site.

    One event an article, however many comments came: whoever listens reads them from the API.
    Interrupted, it goes on with the articles that are left.
    """
    actor = f"import:{source}"
    news = ImportedArticle.objects.filter(site=site, source=source, has_news=True)
    for pk in list(news.order_by("article_id").values_list("article_id", flat=True).distinct()):
        with article_changes() as changes:
            article = Article.objects.select_for_update(no_key=True).get(pk=pk)
            data = {"imported": source}
            record_article(article, "article.changed", changes, actor=actor, data=data)
            news.filter(article=pk).update(has_news=False)
    if not (report.new_comments or report.new_articles or report.new_authors):
        return
    with transaction.atomic():
        locked = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        audit.append_event(
            locked,
            site_id=site.pk,
            kind="comments.imported",
            actor=actor,
            data={
                "comments": report.new_comments,
                "articles": report.new_articles,
                "authors": report.new_authors,
            },
        )
