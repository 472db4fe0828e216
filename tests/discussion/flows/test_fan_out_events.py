"""Events become deliveries: each for each endpoint that asked for it, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.changes import Change, article_changes
from articles.models import OutboxEvent
from discussion.flows.fan_out_events import fan_out_events
from discussion.flows.set_up_webhook import switch_webhook_off, switch_webhook_on
from discussion.models import WebhookDelivery
from tests import discussion_rows as rows
from tests.services.at_once import at_once
from tests.webhooks import ACTOR, endpoint_at, happen

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.org/in"


@pytest.fixture
def article():
    return rows.make_article(rows.make_site())


def told(endpoint):
    return list(endpoint.deliveries.order_by("event_id").values_list("event__kind", flat=True))


def test_an_endpoint_gets_the_kinds_that_it_asked_for(article):
    some, _ = endpoint_at(article.site, URL, "comment.published", "comment.held")
    every, _ = endpoint_at(article.site, URL)
    for kind in ("comment.published", "comment.held", "comment.rejected"):
        happen(article, kind=kind)
    assert fan_out_events() == 3
    assert told(some) == ["comment.published", "comment.held"]
    assert told(every) == ["comment.published", "comment.held", "comment.rejected"]


def test_a_second_look_finds_nothing_more_to_hand_on(article):
    endpoint, _ = endpoint_at(article.site, URL)
    happen(article)
    assert (fan_out_events(), fan_out_events()) == (1, 0)
    assert len(told(endpoint)) == 1


def test_an_event_that_was_handed_on_half_is_not_handed_on_twice(article):
    endpoint, _ = endpoint_at(article.site, URL)
    happen(article)
    fan_out_events()
    OutboxEvent.objects.update(fanned_out_at=None)
    fan_out_events()
    assert len(told(endpoint)) == 1


def test_another_site_is_told_nothing(article):
    endpoint, _ = endpoint_at(rows.make_site("Other"), URL)
    happen(article)
    fan_out_events()
    assert told(endpoint) == []


def test_what_happened_before_an_endpoint_was_there_is_not_told_to_it(article):
    happen(article)
    endpoint, _ = endpoint_at(article.site, URL)
    fan_out_events()
    assert told(endpoint) == []
    assert not OutboxEvent.objects.filter(fanned_out_at=None).exists()


def test_what_happened_while_it_was_off_is_not_told_later_either(article):
    endpoint, _ = endpoint_at(article.site, URL)
    switch_webhook_off(endpoint, actor=ACTOR)
    happen(article)
    switch_webhook_on(endpoint, actor=ACTOR)
    fan_out_events()
    assert told(endpoint) == []


def test_a_comment_costs_its_writer_nothing_for_an_endpoint(
    article, django_assert_num_queries, django_capture_on_commit_callbacks
):
    for _ in range(3):
        endpoint_at(article.site, URL)
    # The marks of the transaction, the article's row and its sequence, one insert.
    with (
        django_assert_num_queries(5),
        django_capture_on_commit_callbacks() as callbacks,
        article_changes() as changes,
    ):
        changes.add(article.pk, article.site_id, Change("comment.held", {}, public=False))
    assert callbacks == []
    assert not WebhookDelivery.objects.exists()


def test_a_long_backlog_is_handed_on_piece_by_piece(article, monkeypatch):
    monkeypatch.setattr("discussion.flows.fan_out_events.AT_ONCE", 2)
    endpoint, _ = endpoint_at(article.site, URL)
    happen(article, 3)
    assert [fan_out_events() for _ in range(3)] == [2, 1, 0]
    assert len(told(endpoint)) == 3


def test_looking_for_nothing_is_one_query_without_a_transaction(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert fan_out_events() == 0


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_hand_each_event_on_once():
    article = rows.make_article(rows.make_site())
    endpoint, _ = endpoint_at(article.site, URL)
    happen(article, 30)
    counts = at_once(fan_out_events, fan_out_events)
    fan_out_events()
    assert sum(counts) <= 30
    assert len(told(endpoint)) == 30


def test_an_event_counts_from_when_it_was_written(article):
    endpoint, _ = endpoint_at(article.site, URL)
    happen(article)
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(hours=1))
    fan_out_events()
    assert told(endpoint) == []
