"""Pages for everybody may come from a replica: never one that still shows what was removed."""

from contextlib import ExitStack

import pytest
from django.utils.html import strip_tags

from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Revision
from tests import factories
from tests.deploy.servers.replica import replica
from tests.deploy.servers.web import web
from tests.route.http import Client

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def texts(base, article, limit):
    """What the page shows; each limit is a page of its own, which no cache has yet."""
    answer = Client(base).get(f"/api/v1/articles/{article.public_id}/comments/?limit={limit}")
    assert answer.status == 200
    return [strip_tags(comment["body_html"]).strip() for comment in answer.json["results"]]


def test_a_late_replica_does_not_bring_a_removed_comment_back(tmp_path):
    article = factories.make_article()
    kept = factories.published(article, "This one stays.")
    removed = factories.published(article, "This one goes.", author="Ben")
    with ExitStack() as stack:
        copy = stack.enter_context(replica())
        log = stack.enter_context((tmp_path / "log").open("w"))
        base = stack.enter_context(web(log, DATABASE_REPLICA_URL=copy.address))
        copy.catch_up()
        copy.hold_back()
        # No change of the service's: its only use is to tell the one server from the other.
        Revision.objects.filter(comment=kept).update(fragment="<p>From the database.</p>")
        assert texts(base, article, 10) == ["This one goes.", "This one stays."]

        withdraw_comment(factories.fresh(removed))
        assert texts(base, article, 11) == ["From the database."]

        copy.go_on()
        copy.catch_up()
        assert texts(base, article, 12) == ["From the database."]

        copy.stop()
        assert texts(base, article, 13) == ["From the database."]
        assert Client(base).get("/readyz").json["checks"]["database"]["ok"]
    assert "replica.unreachable" in (tmp_path / "log").read_text()
