"""Comments of before there were figures get the same as those of today."""

from importlib import import_module

import pytest
from django.apps import apps

from articles.models import Article
from discussion.models import Comment
from tests import discussion_rows as rows

pytestmark = pytest.mark.django_db

counted = import_module("discussion.migrations.0008_figures_counted")


@pytest.fixture(autouse=True)
def _no_moderation():
    with rows.without_moderation():
        yield


def figures():
    replies = Comment.objects.order_by("pk").values_list("reply_count", flat=True)
    return list(replies), list(Article.objects.order_by("pk").values_list("comment_count"))


@pytest.mark.parametrize("batch", [1, 2000])
def test_what_is_there_is_counted(monkeypatch, batch):
    monkeypatch.setattr(counted, "BATCH", batch)
    site = rows.make_site()
    ada, article = rows.make_author(site), rows.make_article(site)
    rows.make_article(site)
    root = rows.make_comment(article, ada)
    for outcome in ("publish", "publish", "hold", None):
        rows.make_comment(article, ada, parent=root, outcome=outcome)
    gone = rows.make_comment(article, ada)
    rows.make_comment(article, ada, parent=gone)
    rows.rule(gone, "reject", person=rows.make_person())
    today = figures()
    assert today == ([2, 0, 0, 0, 0, 1, 0], [(4,), (0,)])
    Comment.objects.update(reply_count=0)
    Article.objects.update(comment_count=0)
    counted.forwards(apps, None)
    assert figures() == today
