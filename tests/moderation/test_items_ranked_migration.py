"""Items that were open before there were ranks get the same as if they were opened now."""

from datetime import UTC, datetime

import pytest

from moderation.models import QueueLabel, ReviewItem
from tests import factories
from tests.services.upgrades import go_to, go_to_newest

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("moderation", "0005_repeats_of_texts")
AFTER = ("moderation", "0006_open_items_ranked_and_labelled")


@pytest.fixture(autouse=True)
def _newest_afterwards():
    yield
    go_to_newest()


def state():
    ranks = ReviewItem.objects.order_by("pk").values_list("pk", "rank", "reach")
    labels = QueueLabel.objects.order_by("item", "label").values_list("item", "label", "rank")
    return list(ranks), list(labels)


def test_old_items_are_ranked_and_labelled_as_new_ones_are():
    article = factories.make_article(section="World", tags=["ceasefire", "t" * 200, "t" * 201])
    factories.published(article)
    factories.held(article)
    unread = factories.make_comment(article, "STUB:NAN x")
    factories.screen()
    ReviewItem.objects.filter(comment=unread).update(closed_at=datetime(2026, 1, 2, tzinfo=UTC))
    QueueLabel.objects.filter(item__comment=unread).delete()
    expected = state()
    go_to(BEFORE)
    assert not QueueLabel.objects.exists()
    ReviewItem.objects.filter(closed_at=None).update(rank=0, reach=1)
    go_to(AFTER)
    ranks, labels = state()
    assert [label[:2] for label in labels] == [label[:2] for label in expected[1]]
    assert [row[1:] for row in ranks] == [pytest.approx(row[1:]) for row in expected[0]]
