"""A database that took the steps one by one is like a new one, and has lost nothing on the way."""

import pytest

from tests.services.upgrades import empty_database, go_to, go_to_newest, shape

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("articles", "0003_blocklist_beside_its_site")
AFTER = ("articles", "0004_blocked_phrases_move_to_the_blocklist")
IN_ROWS = ("moderation", "0001_initial")


@pytest.fixture(autouse=True)
def _from_the_first_to_the_newest(db, tmp_path):
    new = shape()
    with empty_database(tmp_path):
        yield
        go_to_newest()
        assert shape() == new
        go_to(IN_ROWS, BEFORE)
        go_to_newest()
        assert shape() == new


def test_phrases_move_there_and_back():
    sites = go_to(IN_ROWS, BEFORE).get_model("articles", "Site").objects
    sites.create(name="A", slug="a", blocked_phrases="buy gold\n\n zorblax \nbuy gold")
    sites.create(name="B", slug="b")
    apps = go_to(IN_ROWS, AFTER)
    (blocklist,) = apps.get_model("articles", "Blocklist").objects.all()
    assert (blocklist.site.slug, blocklist.phrases) == ("a", ["buy gold", "zorblax"])
    assert len(blocklist.site.blocklist_digest) == 64
    blocklist.phrases.append("later")
    blocklist.save()
    sites = go_to(IN_ROWS, BEFORE).get_model("articles", "Site").objects
    assert dict(sites.values_list("slug", "blocked_phrases")) == {
        "a": "buy gold\nzorblax\nlater",
        "b": "",
    }
