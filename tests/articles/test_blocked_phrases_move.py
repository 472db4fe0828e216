"""Phrases that stood in a site's row are in its blocklist after the migration, and come back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("articles", "0003_blocklist_beside_its_site")
AFTER = ("articles", "0004_blocked_phrases_move_to_the_blocklist")
IN_ROWS = ("moderation", "0001_initial")


def migrated(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


@pytest.fixture(autouse=True)
def _newest_afterwards():
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_phrases_move_there_and_back():
    sites = migrated(IN_ROWS, BEFORE).get_model("articles", "Site").objects
    sites.create(name="A", slug="a", blocked_phrases="buy gold\n\n zorblax \nbuy gold")
    sites.create(name="B", slug="b")
    apps = migrated(IN_ROWS, AFTER)
    (blocklist,) = apps.get_model("articles", "Blocklist").objects.all()
    assert (blocklist.site.slug, blocklist.phrases) == ("a", ["buy gold", "zorblax"])
    assert len(blocklist.site.blocklist_digest) == 64
    blocklist.phrases.append("later")
    blocklist.save()
    sites = migrated(IN_ROWS, BEFORE).get_model("articles", "Site").objects
    assert dict(sites.values_list("slug", "blocked_phrases")) == {
        "a": "buy gold\nzorblax\nlater",
        "b": "",
    }
    sites.all().delete()
