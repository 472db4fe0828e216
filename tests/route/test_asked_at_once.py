"""A worker is asked for a judgement while a backlog waits."""

import pytest

from discussion.models import Comment
from moderation.asking import channel
from moderation.models import Screening
from tests import factories


@pytest.fixture(autouse=True)
def _as_slow_as_the_machine_is(monkeypatch, settings):
    """The story is about the order, not about the time."""
    monkeypatch.setattr(channel, "ANSWER_SECONDS", 30)
    settings.REDIS_SECONDS = 30
    channel._client.cache_clear()


def test_a_draft_is_judged_before_the_backlog_is(start_worker, reader, site, article):
    site.nudge = True
    site.save()
    for number in range(12):
        slow = f"STUB:SLOW_1S comment {number}"
        factories.make_comment(article, slow, author=f"Ada {number}")
    worker = start_worker(stub=True, TEXT_SECONDS="25", LEASE_SECONDS="45")
    ada, checks = reader("Ada"), f"/api/v1/articles/{article.public_id}/checks/"
    rude = ada.post(checks, {"body": "You idiot."})
    kind = ada.post(checks, {"body": "A fair point."})
    waiting = Screening.objects.filter(finished_at=None).count()
    worker.kill()
    assert (rude.status, kind.status) == (200, 200)
    assert rude.json["outcome"] == "hold"
    assert rude.json["clauses"][0]["id"] == "hateful-language"
    assert kind.json == {"outcome": "publish", "clauses": [], "passages": []}
    assert waiting > 0
    assert Comment.objects.count() == 12
