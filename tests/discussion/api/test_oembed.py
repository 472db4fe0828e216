"""Our pages as quotations on others: oEmbed."""

import re

import pytest
from django.conf import settings

from discussion.models import Comment
from discussion.quotation import Room
from tests import discussion_rows as rows
from tests.api_calls import Api, assert_problem

HERE = settings.PUBLIC_URL


@pytest.fixture
def comment(article, ada):
    return rows.make_comment(article, ada, "A *fair* point.")


def place(comment):
    return f"{HERE}/{comment.article.site.slug}/comments/{comment.public_id}/"


def page(article):
    return f"{HERE}/{article.site.slug}/articles/{article.slug}/"


def asked(url, **more):
    return Api().get("oembed/", {"url": url, **more})


def quoted(url, **more):
    answer = asked(url, **more)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def test_a_comment_is_quoted_with_its_author_and_its_address(comment, article):
    answer = quoted(place(comment))
    assert answer["version"] == "1.0"
    assert answer["type"] == "rich"
    assert answer["author_name"] == "Ada"
    assert answer["author_url"] == place(comment)
    assert answer["provider_name"] == article.site.name
    assert answer["title"] == f"Ada on {article.title}"
    assert "<p>A <em>fair</em> point.</p>" in answer["html"]
    assert answer["html"].startswith("<blockquote ")
    assert f'cite="{place(comment)}"' in answer["html"]


def test_its_place_on_the_articles_page_will_do(comment, article):
    by_page = quoted(f"{page(article)}?below=x#c-{comment.public_id}")
    assert by_page == quoted(place(comment))


def test_an_articles_discussion_is_named(article):
    answer = quoted(page(article))
    assert answer["type"] == "rich"
    assert answer["title"] == article.title
    assert f'<a href="{article.url}">{article.title}</a>' in answer["html"]
    assert f'<a href="{page(article)}">' in answer["html"]


@pytest.mark.parametrize("sizes", [{}, {"maxwidth": 300}, {"maxheight": 100}, {"maxwidth": 9000}])
def test_it_keeps_within_what_the_page_has(article, ada, sizes):
    comment = rows.make_comment(article, ada, "A long word. " * 500)
    answer = quoted(place(comment), **sizes)
    assert answer["width"] <= min(sizes.get("maxwidth", 600), 600)
    assert answer["height"] <= min(sizes.get("maxheight", 600), 600)
    assert "…" in answer["html"]
    assert len(answer["html"]) < 3000


@pytest.mark.parametrize("sizes", [(None, None), (1, 1), (300, 40), (999_999_999, 999_999_999)])
def test_a_room_of_any_size_has_a_line(sizes):
    room = Room.within(*sizes)
    assert room.line >= 1
    assert room.lines >= 1
    assert room.height_of("x" * 100_000) <= room.height


def test_hostile_words_stay_words(article, ada):
    text = "<script>alert(1)</script> & <img src=x onerror=alert(1)> " + "word " * 1900
    for body in (text, text[:60]):
        comment = rows.make_comment(article, ada, body)
        ada.display_name = article.title = '"><script>alert(2)</script>'
        ada.save()
        article.save(update_fields=["title"])
        html = quoted(place(comment))["html"]
        assert not re.search(r"<(script|img|style|iframe)", html)
        assert set(re.findall(r"</?(\w+)", html)) <= {
            *("blockquote", "div", "p", "footer", "bdi", "a", "code")
        }


@pytest.mark.parametrize("outcome", [None, "hold", "reject"])
def test_what_nobody_else_can_read_is_not_quoted(article, ada, outcome):
    comment = rows.make_comment(article, ada, outcome=outcome)
    for url in (place(comment), f"{page(article)}#c-{comment.public_id}"):
        assert_problem(asked(url), 404, "not-found")


@pytest.mark.parametrize("status", ["withdrawn", "erased"])
def test_what_is_gone_is_not_quoted_though_a_tombstone_stands(comment, article, ben, status):
    rows.make_comment(article, ben, parent=comment)
    Comment.objects.filter(pk=comment.pk).update(status=status)
    assert_problem(asked(place(comment)), 404, "not-found")


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        f"{HERE}.evil.example/the-daily-ledger/",
        f"{HERE}@evil.example/",
        f"{HERE}/",
        f"{HERE}/the-daily-ledger/",
        f"{HERE}/admin/",
        f"{HERE}/api/v1/docs/",
        f"{HERE}/the-daily-ledger/articles/nothing/",
        f"{HERE}/the-daily-ledger/comments/0192a000-0000-7000-8000-000000000000/",
        "x",
    ],
)
def test_other_addresses_are_not_ours_to_show(site, url):
    assert_problem(asked(url), 404, "not-found")


def test_another_sites_address_does_not_lead_to_a_comment(comment, other_site):
    wrong = f"{HERE}/{other_site.slug}/comments/{comment.public_id}/"
    assert_problem(asked(wrong), 404, "not-found")


def test_xml_is_refused_as_the_format_says(comment):
    assert_problem(asked(place(comment), format="xml"), 501, "format-not-implemented")
    assert asked(place(comment), format="json").status_code == 200


@pytest.mark.parametrize(
    "query", [{}, {"url": ""}, {"maxwidth": "0"}, {"maxheight": "-1"}, {"format": "yaml"}]
)
def test_a_query_that_says_nothing_clear_is_refused(comment, query):
    query = {"url": place(comment), **query} if query else {}
    assert_problem(Api().get("oembed/", query), 400, "invalid-parameter")


def test_it_is_kept_for_ten_seconds_and_then_asked_for_by_its_tag(comment, article):
    first = asked(place(comment))
    assert first.headers["Cache-Control"] == "public, max-age=10"
    query = {"url": place(comment)}
    again = Api().get("oembed/", query, If_None_Match=first.headers["ETag"])
    assert again.status_code == 304


def test_it_costs_one_query(comment, article, django_assert_num_queries):
    for url in (place(comment), page(article)):
        with django_assert_num_queries(1):
            asked(url)


def test_the_pages_say_where_they_are_quoted(client, comment, article):
    for url in (place(comment), page(article)):
        shown = client.get(url.removeprefix(HERE)).content.decode()
        found = re.search(r'application/json\+oembed" title="[^"]*" href="([^"]+)"', shown)
        assert client.get(found[1].removeprefix(HERE)).status_code == 200
        feed = re.search(r'application/atom\+xml" title="[^"]*" href="([^"]+)"', shown)
        assert client.get(feed[1].removeprefix(HERE)).status_code == 200
