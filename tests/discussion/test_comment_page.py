"""One comment at its own address, as a browser without script gets it."""

import pytest
from django.conf import settings

from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = 5


@pytest.fixture
def article():
    return factories.make_article(url="https://ledger.example/talks")


def address(comment, query=""):
    return f"/{comment.article.site.slug}/comments/{comment.public_id}/{query}"


@pytest.fixture
def page(client):
    def page(comment, query=""):
        answer = client.get(address(comment, query))
        assert answer.status_code == 200
        return answer.content.decode()

    return page


@pytest.fixture
def family(article):
    """Ada wrote, Ben answered, Cleo answered him, Dora answered her; Emil wrote elsewhere."""
    comments = [factories.published(article, "Ada's.")]
    for name in ("Ben", "Cleo", "Dora"):
        parent = comments[-1]
        comments.append(factories.published(article, f"{name}'s.", author=name, parent=parent))
    factories.published(article, "Emil's.", author="Emil")
    return comments


def test_it_stands_below_what_it_answers_and_above_its_replies(family, page):
    shown = page(family[2])
    places = [shown.index(f"<p>{name}'s.</p>") for name in ("Ada", "Ben", "Cleo", "Dora")]
    assert places == sorted(places)
    assert "Emil" not in shown
    assert shown.count('class="comment focus"') == 1
    assert f'class="comment focus" id="c-{family[2].public_id}"' in shown


def test_it_leads_to_the_article_and_to_the_whole_discussion(article, family, page):
    shown = page(family[0])
    assert '<a href="https://ledger.example/talks" dir="auto">Talks resume</a>' in shown
    assert '<link rel="canonical" href="https://ledger.example/talks">' in shown
    assert f'href="/{article.site.slug}/articles/{article.slug}/#discussion"' in shown
    assert f"comments/{family[0].public_id}/" in shown


def test_the_api_calls_this_its_permalink(client, family):
    answer = client.get(f"/api/v1/comments/{family[1].public_id}/").json()
    assert answer["permalink"] == f"{settings.PUBLIC_URL}{address(family[1])}"


def test_many_replies_come_page_by_page_oldest_first(client, article):
    root = factories.published(article, "Root.", author="Ben")
    replies = [
        factories.make_comment(article, f"Reply {n}.", author=f"R{n}", parent=root)
        for n in range(23)
    ]
    factories.screen()
    first = client.get(address(root))
    below = first.context["thread"].comments[0].replies
    assert [c.row.public_id for c in below] == [c.public_id for c in replies[:20]]
    later = client.get(address(root, first.context["thread"].older))
    below = later.context["thread"].comments[0].replies
    assert [c.row.public_id for c in below] == [c.public_id for c in replies[20:]]
    assert later.context["thread"].newer


def test_a_gone_one_with_replies_is_a_tombstone(family, page):
    withdraw_comment(factories.fresh(family[1]))
    for comment in (family[1], family[2]):
        shown = page(comment)
        assert "Taken back by its author" in shown
        assert "Ben" not in shown
        assert "Cleo's." in shown


def test_a_gone_one_without_replies_is_nowhere(client, family):
    withdraw_comment(factories.fresh(family[3]))
    assert client.get(address(family[3])).status_code == 404


def test_what_waits_or_was_rejected_is_nowhere(client, article):
    rosa = factories.make_moderator(article.site)
    held, rejected = factories.held(article), factories.published(article, author="Ben")
    factories.decide(rejected, rosa, Outcome.REJECT)
    waiting = factories.make_comment(article)
    for comment in (waiting, held, rejected):
        answer = client.get(address(comment))
        assert answer.status_code == 404
        assert b"There is nothing at this address" in answer.content


def test_one_of_another_site_is_nowhere(client, family):
    factories.make_site("Foreign Times")
    wrong = f"/foreign-times/comments/{family[0].public_id}/"
    assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("listed", [True, False])
def test_an_erased_one_is_gone_for_good_and_says_nothing_else(client, family, listed):
    mine = Comment.objects.filter(pk=family[0].pk)
    mine.update(status="erased", listed=listed, public_revision=None)
    answer = client.get(address(family[0]))
    assert answer.status_code == 410
    assert b"This comment was erased" in answer.content
    assert b"Ada" not in answer.content


@pytest.mark.parametrize("end", ["x/", "0192a000/", "0192A000-0000-7000-8000-000000000000/"])
def test_what_is_no_id_is_nowhere(client, article, end):
    assert client.get(f"/{article.site.slug}/comments/{end}").status_code == 404


def test_a_cursor_of_another_list_is_nowhere(client, family):
    assert client.get(address(family[0], "?cursor=x")).status_code == 404


def test_hostile_names_titles_and_texts_do_nothing(article, page):
    article.title = '"><script>alert(1)</script>'
    article.save()
    comment = factories.published(
        article, "<script>alert(2)</script> hello", author='"><img src=x>'
    )
    shown = page(comment)
    assert "<script" not in shown
    assert "<img" not in shown


def test_it_costs_a_fixed_number_of_queries(client, article, family, django_assert_num_queries):
    with django_assert_num_queries(QUERIES):
        client.get(address(family[1]))
    for number in range(6):
        name = f"R{number}"
        reply = factories.published(article, "Yes.", author=name, parent=family[1])
        factories.published(article, "No.", author=f"S{number}", parent=reply)
    with django_assert_num_queries(QUERIES):
        client.get(address(family[1]))


def test_it_is_kept_for_ten_seconds_and_then_asked_for_by_its_tag(client, article, family):
    first = client.get(address(family[0]))
    assert first.headers["Cache-Control"] == "public, max-age=10"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address(family[0]), headers=tag).status_code == 304
    factories.published(article, author="Ben", parent=family[0])
    assert client.get(address(family[0]), headers=tag).status_code == 200
    assert not first.cookies
