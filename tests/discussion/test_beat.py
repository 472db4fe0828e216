"""What is done without being asked for is scheduled, and often enough to be done at all."""

from datetime import timedelta

from django.conf import settings

from discussion.celery import app


def test_what_is_scheduled_is_a_task_and_expires_before_the_next():
    app.loader.import_default_modules()
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert entry["task"] in app.tasks, name
        assert entry["options"]["expires"] <= entry["schedule"].total_seconds()


def test_a_beat_that_is_replaced_every_day_does_everything():
    """It counts from its start where its file did not stay."""
    rarest = max(entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values())
    assert rarest <= timedelta(hours=1)


def test_the_sweep_comes_as_often_as_the_operator_says():
    entry = settings.CELERY_BEAT_SCHEDULE["moderation.screen_pending"]
    assert entry["schedule"] == timedelta(seconds=settings.SWEEP_SECONDS)
