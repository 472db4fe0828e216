"""A site's feed, fetched from a real server, becomes its articles; what fails is told and waits."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.flows.watch_feed import watch_feed
from articles.models import Article, AuditEvent, FeedSource
from discussion.addresses import networks
from discussion.flows import read_feeds
from discussion.flows.read_feeds import read_due_feeds, read_feed
from discussion.tasks import read_feeds_task
from tests import discussion_rows as rows
from tests.feeds import item, rss
from tests.services.receiver import receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return rows.make_site()


@pytest.fixture
def server(settings):
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")
    with receiver() as server:
        server.status = 200
        yield server


@pytest.fixture
def source(site, server):
    source = FeedSource(site=site, url=server.url)
    watch_feed(source, actor="user:1")
    return source


def read(source):
    """Read the feed as the next one that is due; return its row."""
    read_feed(FeedSource.objects.select_related("site").get(pk=source.pk))
    return FeedSource.objects.get(pk=source.pk)


def test_its_articles_are_the_sites(site, server, source):
    server.body = rss(item(1, categories=["World", "Talks"]), item(2))
    row = read(source)
    first, second = Article.objects.filter(site=site).order_by("external_id")
    assert first.external_id == "https://ledger.example/?p=1"
    assert (first.url, first.title) == ("https://ledger.example/1", "Article 1")
    assert (first.section, first.tags) == ("World", ["World", "Talks"])
    assert first.published_at is not None
    assert second.tags == []
    assert (row.taken, row.refused, row.failures, row.trouble) == (2, 0, 0, "")
    assert row.read_at is not None


def test_the_same_feed_again_changes_nothing(server, source):
    server.body = rss(item())
    read(source)
    before = Article.objects.values().get()
    read(source)
    assert Article.objects.values().get() == before


def test_a_changed_address_and_title_keep_the_thread(site, server, source):
    server.body = rss(item())
    read(source)
    article = Article.objects.get()
    comment = rows.make_comment(article, rows.make_author(site))
    server.body = rss(item(link="https://ledger.example/moved", title="Renamed"))
    read(source)
    comment.refresh_from_db()
    moved = Article.objects.get()
    assert comment.article == moved == article
    assert (moved.url, moved.title, moved.slug) == (
        "https://ledger.example/moved",
        "Renamed",
        article.slug,
    )


def test_an_article_that_came_another_way_is_found_by_its_address(site, server, source):
    known = rows.make_article(site, external_id="cms-1", url="https://ledger.example/1")
    server.body = rss(item(1, title="As the feed has it"))
    read(source)
    assert Article.objects.get().pk == known.pk
    assert Article.objects.get().external_id == "cms-1"
    assert Article.objects.get().title == "As the feed has it"


def test_what_the_feed_does_not_speak_of_stays(site, server, source):
    rows.make_article(
        site, external_id="https://ledger.example/?p=1", section="World", commenting="closed"
    )
    server.body = rss(item(1))
    read(source)
    article = Article.objects.get()
    assert (article.section, article.commenting) == ("World", "closed")


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/1",
        "https://ledger.example.evil.example/1",
        "https://ledger.example@evil.example/1",
        "javascript:alert(1)",
        "ftp://ledger.example/1",
        "//ledger.example/1",
        "https://ledger.example:8443/1",
    ],
)
def test_only_what_is_at_the_sites_own_addresses_is_taken(server, source, link):
    server.body = rss(item(1, link=link), item(2))
    row = read(source)
    assert [article.title for article in Article.objects.all()] == ["Article 2"]
    assert (row.taken, row.refused) == (1, 1)


def test_it_asks_whether_anything_is_new(server, source):
    server.body, server.headers = rss(item()), {"ETag": '"1"', "Last-Modified": "yesterday"}
    read(source)
    server.status, server.body = 304, b""
    row = read(source)
    first, second = (received.headers for received in server.received)
    assert "if-none-match" not in first
    assert second["if-none-match"] == '"1"'
    assert second["if-modified-since"] == "yesterday"
    assert row.failures == 0
    assert Article.objects.count() == 1


@pytest.mark.parametrize("etag", ["x" * 501, "caf\xe9"])
def test_a_mark_that_nobody_could_keep_is_not_kept(server, source, etag):
    server.body, server.headers = rss(item()), {"ETag": etag}
    assert read(source).etag == ""
    assert Article.objects.count() == 1


def test_a_failure_is_told_and_is_tried_again_ever_more_rarely(server, source):
    server.status = 500
    with time_machine.travel(timezone.now(), tick=False) as clock:
        waits = []
        for number in range(1, 9):
            row = read(source)
            waits.append((row.due_at - timezone.now()) // timedelta(minutes=1))
            assert (row.failures, row.trouble) == (number, "Its server answered 500.")
            clock.shift(timedelta(days=2))
    assert waits == [30, 60, 120, 240, 480, 960, 1440, 1440]
    server.status, server.body = 200, rss(item())
    row = read(source)
    assert (row.failures, row.trouble) == (0, "")


@pytest.mark.parametrize(
    ("status", "body", "headers", "trouble"),
    [
        (200, b"<html></html>", {}, "neither RSS nor Atom"),
        (200, b"<rss", {}, "no well-formed XML"),
        (404, b"", {}, "answered 404"),
        (301, b"", {"Location": "https://ledger.example/new"}, "https://ledger.example/new"),
        (302, b"", {"Location": "http://169.254.169.254/"}, "moved"),
        (301, b"", {"Location": f"https://x.example/{'x' * 900}"}, "moved"),
    ],
)
def test_what_went_wrong_is_said_in_words(server, source, status, body, headers, trouble):
    server.status, server.body, server.headers = status, body, headers
    row = read(source)
    assert trouble in row.trouble
    assert len(server.received) == 1
    assert not Article.objects.exists()


def test_a_failure_takes_nothing_away(server, source):
    server.body = rss(item())
    read(source)
    server.body = b"<rss"
    read(source)
    assert Article.objects.count() == 1


def test_an_address_inside_the_house_is_not_called(settings, server, source):
    settings.WEBHOOK_ALLOWED_ADDRESSES = []
    row = read(source)
    assert "private address" in row.trouble
    assert server.received == []


def test_a_feed_that_never_ends_is_left(server, source, monkeypatch):
    monkeypatch.setattr("discussion.feeds.MOST_BYTES", 1000)
    server.body = rss(*(item(n) for n in range(50)))
    assert "more than 1000 bytes" in read(source).trouble


def test_one_that_nobody_foresaw_does_not_stop_the_others(site, server, source, monkeypatch):
    server.body = rss(item(1))
    broken = FeedSource(site=site, url=f"{server.url}?broken")
    watch_feed(broken, actor="user:1")
    FeedSource.objects.filter(pk=broken.pk).update(due_at=timezone.now() - timedelta(hours=1))
    fetched = read_feeds.fetch_feed

    def fetch(url, **marks):
        if "broken" in url:
            raise ZeroDivisionError
        return fetched(url, **marks)

    monkeypatch.setattr(read_feeds, "fetch_feed", fetch)
    assert read_due_feeds(lambda: True) == 2
    assert Article.objects.filter(site=site).count() == 1


def test_those_that_are_due_are_read_once(site, server, source):
    off = FeedSource(site=site, url=f"{server.url}?off", enabled=False)
    watch_feed(off, actor="user:1")
    server.body = rss(item())
    assert read_due_feeds(lambda: True) == 1
    assert read_due_feeds(lambda: True) == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        read_feeds_task()
    assert len(server.received) == 2


def test_no_more_are_begun_when_the_time_is_over(server, source):
    assert read_due_feeds(lambda: False) == 0
    assert server.received == []


def test_a_change_of_a_feed_is_audited_and_forgets_the_old_marks(server, source):
    server.body, server.headers = rss(item()), {"ETag": '"1"'}
    read(source)
    source = FeedSource.objects.get()
    source.url = f"{server.url}?new"
    watch_feed(source, actor="user:7")
    assert FeedSource.objects.get().etag == ""
    event = AuditEvent.objects.filter(kind="feed.written").latest("pk")
    # The host alone: the rest of an address may be a key.
    assert (event.actor, event.data["host"]) == ("user:7", "127.0.0.1")
    assert "?new" not in str(event.data)
    assert "?new" not in str(source)


class TestTheCommand:
    def test_reads_an_address_and_then_again(self, site, server, capsys):
        server.body = rss(item(), item(2, link="https://elsewhere.example/2"))
        call_command("import_feed", server.url, site=site.slug, every=30)
        said = capsys.readouterr()
        assert said.out == "1 new, 0 known, 1 refused\n"
        assert "https://elsewhere.example/2: " in said.err
        assert FeedSource.objects.get().every_minutes == 30

    def test_reads_a_file(self, site, tmp_path, capsys):
        file = tmp_path / "feed.xml"
        file.write_bytes(rss(item()))
        for said in ("1 new, 0 known, 0 refused\n", "0 new, 1 known, 0 refused\n"):
            call_command("import_feed", str(file), site=site.slug)
            assert capsys.readouterr().out == said

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            ({"site": "no-such"}, "There is no site"),
            ({"every": 1}, "greater than or equal to 5"),
            ({"source": "/no/such/file"}, "No such file"),
            ({"source": __file__}, "no well-formed XML"),
            ({"source": "https://127.0.0.1:9/"}, "No answer"),
        ],
    )
    def test_says_what_is_wrong(self, site, server, arguments, why):
        server.body = rss(item())
        given = {"source": server.url, "site": site.slug, "every": None, **arguments}
        with pytest.raises(CommandError, match=why):
            call_command("import_feed", given["source"], site=given["site"], every=given["every"])

    def test_reads_no_file_again_and_again(self, site, tmp_path):
        file = tmp_path / "feed.xml"
        file.write_bytes(rss(item()))
        with pytest.raises(CommandError, match="with an address"):
            call_command("import_feed", str(file), site=site.slug, every=30)
        assert not FeedSource.objects.exists()
