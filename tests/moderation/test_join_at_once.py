"""Reports and decisions at the same moment: one open item at most, and none left over."""

from functools import partial

import pytest
from django.db import transaction

from moderation.models import QueueLabel, Report, ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import join_item
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def report(comment, reporter):
    with transaction.atomic():
        revision = comment.revisions.select_related("comment__article__site").get()
        Report.objects.create(
            site_id=comment.site_id,
            comment=comment,
            revision=revision,
            reporter=reporter,
            reason="other",
            weight=0.5,
        )
        join_item(revision, reasons=("reported",))


@pytest.fixture
def article():
    return factories.make_article()


@pytest.mark.parametrize("again", range(3))
def test_two_reports_at_once_are_one_item_with_both(article, again):
    comment = factories.published(article)
    readers = [factories.make_author(article.site, name) for name in ("Ben", "Mo")]
    at_once(*(partial(report, comment, reader) for reader in readers))
    item = ReviewItem.objects.get(comment=comment, closed_at=None)
    assert item.reports == 2
    assert item.labels.filter(label="reported:yes").count() == 1


@pytest.mark.parametrize("again", range(3))
def test_a_report_beside_a_decision_leaves_no_label_of_a_closed_item(article, again):
    comment, rosa = factories.held(article), factories.make_moderator(article.site, "rosa")
    ben = factories.make_author(article.site, "Ben")
    at_once(
        partial(report, comment, ben), partial(factories.decide, comment, rosa, Outcome.PUBLISH)
    )
    open_items = ReviewItem.objects.filter(closed_at=None).values_list("pk", flat=True)
    assert len(open_items) <= 1
    assert set(QueueLabel.objects.values_list("item", flat=True)) == set(open_items)
