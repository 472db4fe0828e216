"""Figures that several writers change at the same moment: none of them counts from an old view."""

from functools import partial

import pytest

from articles.models import Article
from tests import factories
from tests.discussion_rows import make_comment, rule
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_comments_published_at_once_are_all_counted():
    article = factories.make_article(factories.make_site())
    waiting = [
        make_comment(article, factories.author_at(article.site, name), outcome=None)
        for name in ("Ada", "Ben", "Cara", "Dan", "Eve", "Fay")
    ]
    at_once(*(partial(rule, comment, "publish") for comment in waiting))
    told = Article.objects.get(pk=article.pk)
    assert told.comment_count == len(waiting)
    sequences = article.outbox_events.order_by("sequence").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, told.change_seq + 1))
