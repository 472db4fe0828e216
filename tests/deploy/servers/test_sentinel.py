"""Redis behind Sentinels: its master is killed, and comments go on."""

import pytest

from discussion.models import Comment
from moderation.models import Screening
from tests import discussion_rows as rows
from tests import factories
from tests.deploy.servers.sentinels import group
from tests.deploy.servers.web import judging, web
from tests.route.http import Client
from tests.services.until import until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def test_nothing_is_lost_when_the_master_is_killed(tmp_path):
    article = factories.make_article()
    path = f"/api/v1/articles/{article.public_id}/comments/"
    token = rows.reader_token(article.site, "ada")
    with group(tmp_path / "redis") as redis, (tmp_path / "log").open("w") as log:
        # Only wake-ups bring comments to the worker in this time: its own look is far away.
        there = {"REDIS_URL": redis.url, "SWEEP_SECONDS": "600"}
        with judging(log, **there), web(log, **there) as base:
            ada = Client(base, token)

            def post_and_wait(text):
                posted = ada.post(path, {"body": text})
                assert posted.status == 202, posted.json
                comment = Comment.objects.filter(public_id=posted.json["id"])
                until(lambda: comment.filter(status="published").exists(), what=text)
                return posted

            first = post_and_wait("Before the master is killed.")
            assert "RateLimit" in first.headers
            redis.kill_master()
            during = ada.post(path, {"body": "While there is no master."})
            assert during.status == 202
            until(lambda: redis.is_master(redis.other), what="another master")
            until(lambda: broker_is_back(base), what="the broker's answer")
            post_and_wait("After the other one has taken over.")
            # The wake-up of the one after finds the one that nobody was told of, too.
            assert not Screening.objects.filter(finished_at=None).exists()
    assert Comment.objects.filter(status="published").count() == 3


def broker_is_back(base):
    answer = Client(base).get("/readyz")
    return answer.json["checks"]["broker"]["ok"]
