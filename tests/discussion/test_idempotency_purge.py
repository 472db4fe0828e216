from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from discussion import idempotency
from discussion.celery import app
from discussion.idempotency import KEPT, RequestKey
from discussion.models import IdempotencyRecord
from tests import factories

pytestmark = pytest.mark.django_db

SCHEDULED = settings.CELERY_BEAT_SCHEDULE["discussion.purge_idempotency"]


def remember(site, name):
    comment = factories.make_comment(factories.make_article(site, name))
    RequestKey(site.pk, "author:1", name, fingerprint="same").remember(comment.public_id)


def test_what_answers_nothing_any_more_is_deleted_batch_by_batch(monkeypatch):
    monkeypatch.setattr(idempotency, "BATCH", 2)
    site = factories.make_site()
    now = timezone.now()
    with time_machine.travel(now - KEPT - timedelta(minutes=1), tick=False):
        for number in range(5):
            remember(site, f"old {number}")
    with time_machine.travel(now - KEPT + timedelta(minutes=1), tick=False):
        remember(site, "young")
    app.loader.import_default_modules()
    app.tasks[SCHEDULED["task"]]()
    assert IdempotencyRecord.objects.get().key == "young"
