"""Feeds as data: what is read of them, and that hostile ones do nothing."""

from datetime import UTC, datetime

import pytest

from articles.ingest import feed
from articles.ingest.feed import FeedUnreadable, entries_of
from tests.feeds import ATOM, item, rss

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{}">]><rss version="2.0"><channel>'
    "<item><guid>1</guid><link>https://ledger.example/1</link><title>&x;</title></item>"
    "</channel></rss>"
)


def test_rss_names_articles():
    (entry,) = entries_of(rss(item(7, categories=["World", "Talks", "World"])))
    assert entry.guid == "https://ledger.example/?p=7"
    assert entry.url == "https://ledger.example/7"
    assert entry.title == "Article 7"
    assert entry.published_at == datetime(2026, 11, 23, 8, 7, tzinfo=UTC)
    assert entry.section == "World"
    assert entry.tags == ("World", "Talks")


def test_atom_names_articles():
    (entry,) = entries_of(ATOM)
    assert entry.guid == "tag:ledger.example,2026:1"
    assert entry.title == "Tom & Jerry"
    assert entry.published_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert entry.tags == ("World", "Cats")


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read_as_they_say(encoding):
    text = rss(item(title="Café")).decode().replace("UTF-8", encoding)
    assert entries_of(text.encode(encoding))[0].title == "Café"


def test_space_before_the_beginning_does_no_harm():
    assert len(entries_of(b"\n \n" + rss(item()))) == 1


@pytest.mark.parametrize(
    "left_out", [{"title": None}, {"link": None, "guid": None}, {"title": " "}]
)
def test_an_entry_that_names_no_article_is_passed_over(left_out):
    assert [entry.title for entry in entries_of(rss(item(1, **left_out), item(2)))] == ["Article 2"]


def test_an_entry_without_a_guid_is_known_by_its_address():
    assert entries_of(rss(item(guid=None)))[0].guid == "https://ledger.example/1"


def test_a_guid_that_fits_no_column_is_known_by_its_digest():
    first, second = entries_of(rss(item(guid="x" * 201), item(guid="x" * 202)))
    assert first.guid != second.guid
    assert first.guid.startswith("sha256:")
    assert entries_of(rss(item(guid="x" * 201)))[0].guid == first.guid


def test_words_become_one_line_that_can_be_printed():
    title = entries_of(rss(item(title="A  <b>bold</b>\n\n title\u200b\ue000" + "x" * 600)))[0].title
    assert len(title) == 500
    assert title.startswith("A bold title\u200bxxx")
    assert title.endswith("x…")


@pytest.mark.parametrize("date", ["yesterday", "Mon, 99 Nov 2026 08:00:00 GMT", "", None])
def test_a_time_that_is_none_is_left_out(date):
    assert entries_of(rss(item(pubDate=date)))[0].published_at is None


def test_it_takes_so_many_entries_and_tags_and_no_more(monkeypatch):
    monkeypatch.setattr(feed, "MOST_ENTRIES", 3)
    many = [item(n, categories=[f"Tag {m}" for m in range(30)]) for n in range(5)]
    entries = entries_of(rss(*many))
    assert len(entries) == 3
    assert {len(entry.tags) for entry in entries} == {20}


def test_a_long_one_is_not_read(monkeypatch):
    monkeypatch.setattr(feed, "MOST_BYTES", 100)
    with pytest.raises(FeedUnreadable, match="at most 100 bytes"):
        entries_of(rss(item()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no xml",
        b"<rss",
        b"<rss><channel></rss>",
        b"<html><body><p>Not found</p></body></html>",
        b'{"json": true}',
        b"\xff\xfe\x00",
        b"<?xml version='1.0' encoding='no-such'?><rss/>",
        b"<rss version='2.0'><channel><item><title>&nbsp;</title></item></channel></rss>",
    ],
)
def test_what_is_no_feed_is_refused_in_words(data):
    with pytest.raises(FeedUnreadable) as refused:
        entries_of(data)
    assert len(refused.value.detail) < 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_bomb_of_entities_does_not_go_off(encoding):
    with pytest.raises(FeedUnreadable, match="neither is read"):
        entries_of(BOMB.encode(encoding))


def test_nothing_outside_the_feed_is_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret", encoding="utf-8")
    for place in (secret.as_uri(), str(secret), "http://127.0.0.1:9/x"):
        with pytest.raises(FeedUnreadable, match="neither is read"):
            entries_of(OUTSIDE.format(place).encode())


def test_bytes_that_name_a_file_are_no_file(tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(item()))
    with pytest.raises(FeedUnreadable):
        entries_of(str(file).encode())


def test_a_document_type_by_itself_does_no_harm():
    plain = rss(item()).replace(b"?><rss", b"?><!DOCTYPE rss><rss")
    assert entries_of(plain)[0].title == "Article 1"
