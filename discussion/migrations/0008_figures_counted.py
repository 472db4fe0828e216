"""Count what is there: the replies to each comment, and the comments of each article."""

from django.db import migrations
from django.db.models import Count, Max, OuterRef, Subquery

BATCH = 2000


def forwards(apps, schema_editor):
    comments = apps.get_model("discussion", "Comment").objects
    readable = comments.filter(status="published").order_by()
    below = readable.filter(parent=OuterRef("pk"))
    answered = readable.filter(parent__isnull=False).values("parent")
    for batch in in_batches(comments):
        batch.filter(pk__in=answered).update(reply_count=how_many(below, "parent"))
    articles = apps.get_model("articles", "Article").objects
    of_article = readable.filter(article=OuterRef("pk"))
    discussed = readable.values("article")
    for batch in in_batches(articles):
        batch.filter(pk__in=discussed).update(comment_count=how_many(of_article, "article"))


def in_batches(rows):
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    for first in range(1, last + 1, BATCH):
        yield rows.filter(pk__range=(first, first + BATCH - 1))


def how_many(rows, group):
    return Subquery(rows.values(group).annotate(count=Count("pk")).values("count"))


class Migration(migrations.Migration):
    dependencies = [("discussion", "0007_reactions_and_figures")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
