"""Rows that were made elsewhere, with the ids that they had there."""

import django.db.models.deletion
from django.db import migrations, models


def imported(name, of, *more):
    """Return the table that maps ids of a source to rows of one kind."""
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "site",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="articles.site",
                ),
            ),
            ("source", models.CharField(max_length=40)),
            ("source_id", models.CharField(max_length=255)),
            ("imported_at", models.DateTimeField(auto_now_add=True)),
            *more,
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("site", "source", "source_id"), name=f"imported_{of}_once"
                )
            ]
        },
    )


PROTECTED = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "imported_as"}


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_heated_articles_by_their_end"),
        ("discussion", "0009_times_as_they_are_told"),
    ]
    operations = [
        imported(
            "ImportedArticle",
            "article",
            ("article", models.ForeignKey(to="articles.article", **PROTECTED)),
            ("has_news", models.BooleanField(default=False)),
        ),
        imported(
            "ImportedAuthor",
            "author",
            ("author", models.ForeignKey(to="discussion.author", **PROTECTED)),
        ),
        imported(
            "ImportedComment",
            "comment",
            ("comment", models.OneToOneField(to="discussion.comment", **PROTECTED)),
            ("history", models.JSONField(blank=True, default=list)),
            ("reactions", models.JSONField(blank=True, default=list)),
        ),
    ]
