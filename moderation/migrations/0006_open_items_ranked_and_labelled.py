"""Items that were open before there were ranks and labels get theirs."""

import math
from datetime import UTC, datetime, timedelta

from django.db import migrations

BATCH = 500
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
DOUBLES_EVERY = timedelta(hours=6)
BANDS = ((0.9, "high"), (0.6, "middle"), (0.0, "low"))
LONGEST = 140


def rank_and_label(apps, schema_editor):
    ReviewItem = apps.get_model("moderation", "ReviewItem")
    QueueLabel = apps.get_model("moderation", "QueueLabel")
    items = (
        ReviewItem.objects.filter(closed_at=None, labels=None)
        .select_related("comment__article__site")
        .order_by("pk")
    )
    while batch := list(items[:BATCH]):
        for item in batch:
            item.reach = reach_of(apps, item)
            item.rank = rank_of(item)
        ReviewItem.objects.bulk_update(batch, ["reach", "rank"])
        QueueLabel.objects.bulk_create(
            QueueLabel(item=item, site_id=item.site_id, label=label, rank=item.rank)
            for item in batch
            for label in labels_of(apps, item)
        )


def reach_of(apps, item):
    Comment = apps.get_model("discussion", "Comment")
    roots = Comment.objects.filter(article=item.comment.article_id, parent=None, listed=True)
    magnitude = 1 + math.log10(1 + roots[:1_000].count())
    return 2 * magnitude if item.comment.status == "published" else magnitude


def rank_of(item):
    harm = max(item.priority, 0.1)
    return math.log2(harm) + math.log2(item.reach) - (item.opened_at - EPOCH) / DOUBLES_EVERY


def labels_of(apps, item):
    Comment = apps.get_model("discussion", "Comment")
    article = item.comment.article
    published = Comment.objects.filter(author=item.comment.author_id, status="published")
    labels = [f"clause:{clause}" for clause in item.clauses]
    labels += [f"reason:{reason}" for reason in item.reasons]
    labels += [f"section:{article.section}"] if article.section else []
    labels += [f"tag:{tag}" for tag in article.tags]
    labels += [f"article:{article.public_id}", f"same:{item.comment_id}"]
    labels += [f"mode:{article.moderation or article.site.moderation}"]
    if item.priority > 0:
        labels.append("band:" + next(band for least, band in BANDS if item.priority >= least))
    if published[:3].count() < 3:
        labels.append("author:new")
    return dict.fromkeys(label[:LONGEST] for label in labels)


def drop_labels(apps, schema_editor):
    """Ranks stay: they say nothing wrong."""
    apps.get_model("moderation", "QueueLabel").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("moderation", "0005_repeats_of_texts"),
    ]

    operations = [
        migrations.RunPython(rank_and_label, drop_labels),
    ]
