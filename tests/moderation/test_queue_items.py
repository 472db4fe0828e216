"""Items enter the queue, are joined and leave it: with labels, ranks and events."""

import pytest

from articles.models import OutboxEvent
from discussion.flows.withdraw_comment import withdraw_comment
from moderation.models import QueueLabel, Report, ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import join_item
from moderation.queues.labels import LONGEST
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article(section="World", tags=["ceasefire", "t" * 200])


def item_of(comment):
    return ReviewItem.objects.get(comment=comment, closed_at=None)


def labels_of(comment):
    return set(item_of(comment).labels.values_list("label", flat=True))


def report(comment, name, weight=0.5):
    return Report.objects.create(
        site_id=comment.site_id,
        comment=comment,
        revision=comment.revisions.latest("number"),
        reporter=factories.make_author(comment.article.site, name),
        reason="other",
        weight=weight,
    )


def join(comment, **fields):
    return join_item(comment.revisions.latest("number"), **{"reasons": ("reported",), **fields})


def test_an_item_can_be_found_by_all_that_views_ask_for(article):
    comment = factories.held(article)
    assert labels_of(comment) == {
        "clause:hateful-language",
        "clause:illegal-content",
        "section:World",
        "tag:ceasefire",
        "tag:" + "t" * (LONGEST - 4),
        f"article:{article.public_id}",
        "mode:machine",
        "band:high",
        "author:new",
        f"same:{comment.pk}",
    }


def test_its_labels_stand_in_the_order_of_the_queue(article):
    item = item_of(factories.held(article))
    assert set(item.labels.values_list("rank", "site")) == {(item.rank, item.site_id)}


def test_an_author_of_three_published_comments_is_no_longer_new(article):
    for number in range(3):
        factories.published(article, f"A fair point, number {number}.", author="Mal")
    assert "author:new" not in labels_of(factories.held(article))


def test_what_could_not_be_scored_has_no_band(article):
    unread = factories.make_comment(article, "STUB:NAN x")
    factories.screen()
    found = labels_of(unread)
    assert "reason:not-scored" in found
    assert not any(label.startswith("band:") for label in found)


@pytest.mark.parametrize("leave", ["decided", "withdrawn"])
def test_what_leaves_the_queue_leaves_no_label_behind(article, leave):
    comment, other = factories.held(article), factories.held(article, author="Ben")
    if leave == "decided":
        rosa = factories.make_moderator(article.site, "rosa")
        factories.decide(comment, rosa, Outcome.PUBLISH)
    else:
        withdraw_comment(factories.fresh(comment))
    assert set(QueueLabel.objects.values_list("item", flat=True)) == {item_of(other).pk}


def test_entering_and_leaving_are_told_by_ids_alone(article):
    comment = factories.held(article)
    withdraw_comment(factories.fresh(comment))
    told = OutboxEvent.objects.filter(kind__startswith="queue.").order_by("pk")
    assert [(event.kind, set(event.payload)) for event in told] == [
        ("queue.entered", {"comment_id", "version"}),
        ("queue.left", {"comment_id", "version"}),
    ]
    # They name their article, and stand outside the order of what its readers see.
    assert {(event.article, event.sequence) for event in told} == {(article, None)}


def test_what_needed_nobody_tells_of_no_queue(article):
    factories.published(article)
    assert not OutboxEvent.objects.filter(kind__startswith="queue.").exists()


def test_a_report_opens_an_item_and_the_comment_stays_visible(article):
    comment = factories.published(article)
    report(comment, "Ben")
    item = join(comment)
    assert (item.reports, item.reasons, item.priority) == (1, ["reported"], 0.0)
    assert factories.fresh(comment).status == "published"
    assert "reported:yes" in labels_of(comment)


def test_a_second_report_joins_the_item_and_raises_its_rank(article):
    comment = factories.published(article)
    report(comment, "Ben")
    first = join(comment)
    report(comment, "Mo", weight=1.0)
    second = join(comment, reasons=("reported", "notice"), clauses=("illegal-content",), harm=0.7)
    assert (second.pk, second.reports, second.priority) == (first.pk, 2, 0.7)
    assert (second.reasons, second.clauses) == (["reported", "notice"], ["illegal-content"])
    assert second.rank > first.rank
    assert set(second.labels.values_list("rank", flat=True)) == {second.rank}
    assert {"clause:illegal-content", "reason:notice", "band:middle"} <= labels_of(comment)


def test_joining_loses_nothing_of_what_the_machine_found(article):
    comment = factories.held(article)
    item = join(comment, clauses=("illegal-content",), harm=0.2)
    assert item.clauses == ["hateful-language", "illegal-content"]
    assert (item.priority, item.opened_at) == (0.99, item_of(comment).opened_at)


def test_a_settled_report_no_longer_counts(article):
    comment = factories.published(article)
    told = report(comment, "Ben")
    Report.objects.filter(pk=told.pk).update(upheld=False, settled_at=told.created_at)
    report(comment, "Mo")
    assert join(comment).reports == 1


def test_what_readers_see_ranks_above_what_they_do_not(article):
    held = factories.held(article)
    visible = factories.published(article, author="Ben")
    item = join(visible, harm=0.99)
    assert item.reach == 2 * (1 + 0.3010299956639812)
    assert item.rank > item_of(held).rank


def test_opening_costs_the_same_queries_whatever_the_article(article, django_assert_num_queries):
    comment = factories.published(article)
    with django_assert_num_queries(QUERIES):
        join(comment)


# The row's lock, the revision, the open item, a held text, the standing; item, labels and event are
# written.
QUERIES = 8
