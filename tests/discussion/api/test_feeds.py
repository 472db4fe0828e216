"""Comments as Atom feeds, read by a feed reader."""

from datetime import timedelta

import feedparser
import pytest
from django.conf import settings
from django.utils import timezone

from articles.models import Article
from discussion.models import Comment
from tests import discussion_rows as rows
from tests.api_calls import Api, assert_problem

HOSTILE = '</title><script>alert("1")</script> & ]]> "Ada" <b>'


@pytest.fixture
def of_article(article):
    return f"articles/{article.public_id}/comments.atom"


@pytest.fixture
def of_site(site):
    return f"sites/{site.slug}/comments.atom"


@pytest.fixture(params=["of_article", "of_site"])
def path(request):
    return request.getfixturevalue(request.param)


def read(path):
    answer = Api().get(path)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def test_it_has_what_was_published_newest_first(path, article, ada, ben):
    first = rows.make_comment(article, ada, "A *fair* point.")
    second = rows.make_comment(article, ben, "I agree.", parent=first)
    rows.make_comment(article, ben, "Waits.", outcome=None)
    rows.make_comment(article, ben, "Held.", outcome="hold")
    feed = read(path)
    assert [entry.id for entry in feed.entries] == [second.public_id.urn, first.public_id.urn]
    newest, oldest = feed.entries
    assert oldest.title == f"Ada on {article.title}"
    assert oldest.author == "Ada"
    assert oldest.content[0].value == '<div dir="auto"><p>A <em>fair</em> point.</p>\n</div>'
    assert oldest.link == f"{settings.PUBLIC_URL}/{article.site.slug}/comments/{first.public_id}/"
    assert newest["thr_in-reply-to"]["ref"] == first.public_id.urn
    assert "thr_in-reply-to" not in oldest


def test_it_says_what_it_is_a_feed_of(of_article, of_site, article, site):
    about_article, about_site = read(of_article).feed, read(of_site).feed
    assert about_article.id == article.public_id.urn
    assert about_article.link == article.url
    assert about_article.title == f"Comments on {article.title}"
    assert about_site.title == f"Comments at {site.name}"
    assert about_site.id.startswith("urn:uuid:")
    links = {link.rel: link.href for link in about_site.links}
    assert links["self"] == f"{settings.PUBLIC_URL}/api/v1/{of_site}"


def test_its_ids_are_the_same_for_ever(path, article, site, ada):
    comment = rows.make_comment(article, ada)
    before = read(path)
    article.title, article.url, site.name = "Renamed", "https://ledger.example/moved", "Another"
    article.save()
    site.save()
    after = read(path)
    assert after.feed.id == before.feed.id
    assert after.entries[0].id == before.entries[0].id == comment.public_id.urn


def test_an_empty_one_is_a_feed_too_and_the_same_each_time(path):
    assert read(path).entries == []
    assert Api().get(path).content == Api().get(path).content


def test_it_has_the_newest_fifty(path, article, ada):
    start = timezone.now() - timedelta(days=1)
    comments = [rows.make_comment(article, ada) for _ in range(52)]
    # What waited longest was published last.
    for place, comment in enumerate(reversed(comments)):
        at = start + timedelta(minutes=place)
        Comment.objects.filter(pk=comment.pk).update(published_at=at)
    found = [entry.id for entry in read(path).entries]
    assert found == [comment.public_id.urn for comment in comments[:50]]


@pytest.mark.parametrize("of", ["article", "author", "site"])
def test_hostile_names_change_nothing_but_words(of, path, article, site, ada):
    rows.make_comment(article, ada, "<script>alert(1)</script> & ]]> words")
    row = {"article": article, "author": ada, "site": site}[of]
    name = {"article": "title", "author": "display_name", "site": "name"}[of]
    setattr(row, name, HOSTILE)
    row.save()
    feed = read(path)
    assert b"<script" not in Api().get(path).content
    assert len(feed.entries) == 1
    assert set(feed.entries[0]) <= {
        *("title", "title_detail", "links", "link", "published", "published_parsed", "updated"),
        *("updated_parsed", "authors", "author_detail", "author", "id", "guidislink", "content"),
        "summary",
    }


def test_characters_that_xml_cannot_say_are_replaced(path, article, ada):
    rows.make_comment(article, ada)
    Article.objects.filter(pk=article.pk).update(title="A\x01B\x0b\ufffe")
    assert read(path).entries[0].title == "Ada on A\ufffdB\ufffd\ufffd"


def test_another_sites_comments_are_not_in_it(path, other_site):
    elsewhere = rows.make_article(other_site)
    rows.make_comment(elsewhere, rows.make_author(other_site))
    assert read(path).entries == []


def test_it_is_kept_for_ten_seconds_and_then_asked_for_by_its_tag(path, article, ada):
    first = Api().get(path)
    assert first.headers["Cache-Control"] == "public, max-age=10"
    tag = first.headers["ETag"]
    assert Api().get(path, If_None_Match=tag).status_code == 304
    rows.make_comment(article, ada)
    changed = Api().get(path, If_None_Match=tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_what_was_seen_of_an_article_costs_one_look_up(
    of_article, article, ada, django_assert_num_queries
):
    tag = Api().get(of_article).headers["ETag"]
    with django_assert_num_queries(1):
        assert Api().get(of_article, If_None_Match=tag).status_code == 304


def test_it_costs_two_queries_however_much_is_said(path, article, ada, django_assert_num_queries):
    for _ in range(2):
        root = rows.make_comment(article, ada)
        rows.make_comment(rows.make_article(article.site), ada)
        rows.make_comment(article, ada, parent=root)
        with django_assert_num_queries(2):
            Api().get(path)


@pytest.mark.parametrize(
    "path", ["articles/0192a000-0000-7000-8000-000000000000/comments.atom", "sites/x/comments.atom"]
)
def test_what_is_not_there_is_a_problem(db, path):
    assert_problem(Api().get(path), 404, "not-found")
