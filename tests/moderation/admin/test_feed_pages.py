"""The operator sets up where articles come from, and sees how each feed fares."""

import pytest

from articles.flows.watch_feed import watch_feed
from articles.models import AuditEvent, FeedSource
from discussion.models import User
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/feedsource/"
URL = "https://ledger.example/feed/"


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def operator(client):
    client.force_login(User.objects.create_superuser("sam"))
    return client


def fields(site, **other):
    return {"site": site.pk, "url": URL, "every_minutes": 15, "enabled": "on", **other}


def test_each_change_is_audited(operator, site):
    assert operator.post(f"{LIST}add/", fields(site)).status_code == 302
    row = FeedSource.objects.get()
    operator.post(f"{LIST}{row.pk}/change/", fields(site, every_minutes=60))
    row.refresh_from_db()
    assert row.every_minutes == 60
    operator.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert not FeedSource.objects.exists()
    kinds = AuditEvent.objects.filter(kind__startswith="feed.").order_by("pk")
    assert [event.kind for event in kinds] == ["feed.written", "feed.written", "feed.dropped"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://ledger.example/feed"},
        {"url": "https://user:secret@ledger.example/feed"},
        {"url": "feed"},
        {"every_minutes": 1},
        {"every_minutes": 9999},
    ],
    ids=str,
)
def test_what_could_never_be_read_is_refused_by_the_form(operator, site, wrong):
    answer = operator.post(f"{LIST}add/", fields(site, **wrong))
    assert answer.context["errors"]
    assert not FeedSource.objects.exists()


def test_a_failing_feed_says_so_and_why(operator, site):
    source = FeedSource(site=site, url=URL)
    watch_feed(source, actor="user:1")
    trouble = "The feed has moved: enter the new address, <script>alert(1)</script>"
    FeedSource.objects.update(failures=3, trouble=trouble)
    for path in (LIST, f"{LIST}{source.pk}/change/"):
        page = operator.get(path).content.decode()
        assert "failed 3 times in a row" in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert(1)" not in page
