"""Where a row came from that was made elsewhere: what makes an import repeatable and its map."""

from django.db import models


class Imported(models.Model):
    """A row of ours and the id it had in a source; `source` is a name like `disqus`.

    The id is the source's and may be personal: it goes when its row is erased.
    """

    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=255)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source}: {self.source_id}"


class ImportedArticle(Imported):
    """`has_news`: comments came in since the change of its article was last announced."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="imported_as")
    has_news = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "source", "source_id"], name="imported_article_once"
            )
        ]


class ImportedAuthor(Imported):
    author = models.ForeignKey("discussion.Author", models.PROTECT, related_name="imported_as")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "source", "source_id"], name="imported_author_once"
            )
        ]


class ImportedComment(Imported):
    """`history` are the decisions that were made elsewhere, as the source told them, and
    `reactions` what it said of them and is no row here: kept for the next export.
    """

    comment = models.OneToOneField("discussion.Comment", models.PROTECT, related_name="imported_as")
    history = models.JSONField(default=list, blank=True)
    reactions = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "source", "source_id"], name="imported_comment_once"
            )
        ]
