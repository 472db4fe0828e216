"""What an operator's probes are told: `/healthz`, `/readyz`, `/metrics`."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from articles.models import OutboxEvent
from discussion.flows.fan_out_events import fan_out_events
from moderation import health, tasks, worker
from moderation.judge import Judge
from moderation.models import ScheduleHeartbeat, Screening, WorkerHeartbeat
from tests import factories
from tests.services.broker_away import broker_away
from tests.stub_scorer import StubScorer
from tests.webhooks import endpoint_at, happen

TOKEN = "an-operator's-token"


@pytest.fixture
def beating(db, monkeypatch):
    """A worker has just said that it is alive."""
    monkeypatch.setattr(worker, "_judge", Judge(StubScorer(), ()))
    worker.beat_once()


def asked(path, **headers):
    return Client().get(path, **headers)


def away(answer):
    """Return what `/readyz` says is not as it should be."""
    return {
        name: check["says"] for name, check in answer.json()["checks"].items() if not check["ok"]
    }


def test_healthz_needs_neither_database_nor_broker():
    # No database is given to this test; one statement would fail it.
    with broker_away():
        answer = asked("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_it_is_ready_with_a_worker(beating):
    answer = asked("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert set(answer.json()["checks"]) == {
        "database",
        "broker",
        "worker",
        "queue",
        "outbox",
        "schedule",
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_sign_of_life_the_worker_is_named(db):
    answer = asked("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert away(answer) == {"worker": "0 alive"}


def test_a_worker_that_fell_silent_is_named(beating, settings):
    silent = timedelta(seconds=3 * settings.SWEEP_SECONDS + 6)
    WorkerHeartbeat.objects.update(seen_at=timezone.now() - silent)
    assert away(asked("/readyz")) == {"worker": "0 alive"}


def test_a_broker_that_is_away_is_named(beating):
    with broker_away():
        answer = asked("/readyz")
    assert answer.status_code == 503
    assert set(away(answer)) == {"broker"}


def test_a_queue_that_stands_still_is_named(beating):
    factories.make_comment(factories.make_article())
    Screening.objects.update(created_at=timezone.now() - timedelta(minutes=10))
    assert away(asked("/readyz")) == {"queue": "oldest waits 600 s"}


def test_events_that_nobody_hands_on_are_named(beating):
    factories.published(factories.make_article())
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(minutes=10))
    assert away(asked("/readyz")) == {"outbox": "oldest event waits 600 s"}


class TestTheSchedule:
    @pytest.fixture
    def _for_an_hour(self, beating):
        WorkerHeartbeat.objects.update(started_at=timezone.now() - timedelta(hours=1))

    def test_where_nothing_asks_for_work_that_is_named(self, _for_an_hour):
        assert away(asked("/readyz")) == {"schedule": "last scheduled work 3600 s ago"}

    def test_it_is_ready_while_workers_do_what_it_asks_for(self, _for_an_hour):
        tasks.note_schedule_task()
        tasks.note_schedule_task()
        assert asked("/readyz").status_code == 200
        assert metrics(asked("/metrics"))["discussion_schedule_age_seconds"] < 60

    def test_one_that_stopped_is_named(self, _for_an_hour):
        tasks.note_schedule_task()
        ScheduleHeartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
        assert away(asked("/readyz")) == {"schedule": "last scheduled work 300 s ago"}

    def test_after_a_night_without_workers_a_new_one_is_given_time(self, beating):
        tasks.note_schedule_task()
        ScheduleHeartbeat.objects.update(seen_at=timezone.now() - timedelta(hours=9))
        assert asked("/readyz").status_code == 200


def test_a_database_that_is_away_is_named_without_its_address(beating, monkeypatch):
    def refused():
        raise DatabaseError("connection to server at 10.0.0.5 failed for user comments")

    for check in ("_database", "_worker", "_queue", "_outbox", "_schedule"):
        monkeypatch.setattr(health, check, refused)
    answer = asked("/readyz")
    assert answer.status_code == 503
    assert set(away(answer)) == {"database", "worker", "queue", "outbox", "schedule"}
    assert "10.0.0.5" not in answer.content.decode()


def metrics(answer):
    families = text_string_to_metric_families(answer.content.decode())
    return {sample.name: sample.value for family in families for sample in family.samples}


def test_this_machine_reads_the_figures(beating):
    article = factories.make_article()
    factories.held(article)
    factories.make_comment(article)
    answer = asked("/metrics")
    assert answer.status_code == 200
    read = metrics(answer)
    assert read["discussion_screenings_waiting"] == 1
    assert read["discussion_review_items_open"] == 1
    assert read["discussion_workers_alive"] == 1
    assert 0 <= read["discussion_queue_age_seconds"] < 60


def test_they_tell_how_webhooks_fare(beating):
    article = factories.make_article()
    endpoint, _ = endpoint_at(article.site, "https://hooks.example.org/")
    happen(article, 3)
    fan_out_events()
    first, *_ = endpoint.deliveries.order_by("pk")
    endpoint.deliveries.filter(pk=first.pk).update(ending="given-up", ended_at=timezone.now())
    endpoint.deliveries.update(created_at=timezone.now() - timedelta(minutes=5))
    happen(article)
    read = metrics(asked("/metrics"))
    assert read["discussion_outbox_waiting"] == 1
    assert read["discussion_webhooks_waiting"] == 2
    assert 300 <= read["discussion_webhooks_oldest_seconds"] < 360
    assert (read["discussion_webhooks_given_up"], read["discussion_webhooks_off"]) == (1, 0)


@pytest.mark.parametrize(
    "caller",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"REMOTE_ADDR": "no address"},
    ],
)
def test_others_do_not_even_learn_that_there_are_figures(db, caller):
    assert asked("/metrics", **caller).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [(f"Bearer {TOKEN}", 200), ("Bearer wrong", 404), (TOKEN, 404), ("Bearer ", 404), ("", 404)],
)
def test_from_elsewhere_the_operators_token_opens_them(db, settings, sent, status):
    settings.OPERATOR_TOKEN = TOKEN
    answer = asked("/metrics", REMOTE_ADDR="203.0.113.9", headers={"Authorization": sent})
    assert answer.status_code == status


def test_without_a_token_set_an_empty_one_opens_nothing(db, settings):
    settings.OPERATOR_TOKEN = ""
    answer = asked("/metrics", REMOTE_ADDR="203.0.113.9", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_they_are_only_read(path):
    assert Client().post(path).status_code == 405
