"""The public pages, as a browser without script gets them."""

import re

import pytest
from django.conf import settings
from django.test import Client

from articles.flows.put_article import put_article
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Author, Comment
from discussion.pages.grounds import grounds_sentence
from moderation.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article(
        deck="A deck.",
        byline_name="Ada Author",
        picture_caption="A ship.",
        picture_credit="Photo by Ben",
        author_note="Ada Author is the editor.",
        invitation="Thoughtful comments are welcome.",
    )


def address(article, query=""):
    return f"/{article.site.slug}/articles/{article.slug}/{query}"


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_article_page_prints_the_article_the_grounds_and_the_thread(client, article):
    root = factories.published(article, "A *fair* point.", author="Ben")
    reply = factories.published(article, "I agree.", parent=root)
    page = text_of(client, address(article))
    for shown in (
        "Talks resume",
        "A deck.",
        "Ada Author",
        "A ship.",
        "(Photo by Ben)",
        "One.",
        "Ada Author is the editor.",
        "Join the discussion",
        "Thoughtful comments are welcome.",
        "Hateful language or illegal content will be removed.",
        "A <em>fair</em> point.",
        '<bdi class="name">Ben</bdi>',
        f'id="c-{root.public_id}"',
        f'href="/{article.site.slug}/comments/{reply.public_id}/"',
        f"Sign in at <bdi>{article.site.name}</bdi> to comment.",
    ):
        assert shown in page


def test_an_article_that_a_cms_announced_is_linked_and_its_discussion_is_whole(client):
    site = factories.make_site(domain="ledger.example")
    announced = {"url": "https://ledger.example/talks", "title": "Talks resume"}
    article, _ = put_article(site, "cms-1", announced, actor="site_key:x")
    factories.published(article, "I agree.", author="Ben", parent=factories.published(article))
    page = text_of(client, address(article))
    assert '<a href="https://ledger.example/talks">Read the article at' in page
    assert '<link rel="canonical" href="https://ledger.example/talks">' in page
    assert "A fair point." in page
    assert "I agree." in page


def test_an_article_that_is_printed_here_is_not_linked_elsewhere(client, article):
    page = text_of(client, address(article))
    assert "Read the article" not in page
    assert f'<link rel="canonical" href="{settings.PUBLIC_URL}{address(article)}">' in page


def test_an_address_that_is_no_web_page_is_never_a_link(client):
    article = factories.make_article(url="javascript:alert(1)", paragraphs=[])
    assert "javascript:" not in text_of(client, address(article))


def test_what_is_not_published_is_not_on_the_page(client, article):
    factories.held(article)
    factories.make_comment(article, "Not yet judged.")
    page = text_of(client, address(article))
    assert "Not yet judged." not in page
    assert "idiot" not in page
    assert "Nobody has commented yet." in page


def test_a_tombstone_says_by_whose_act_and_nothing_else(client, article):
    root = factories.published(article, "A secret.", author="Ben")
    factories.published(article, "I agree.", parent=root)
    withdraw_comment(factories.fresh(root))
    page = text_of(client, address(article))
    assert "Taken back by its author" in page
    assert "I agree." in page
    assert "A secret." not in page
    assert ">Ben<" not in page


def test_hostile_names_and_texts_do_nothing(client, article):
    factories.published(article, "<script>alert(1)</script> hello", author="<img src=x>")
    page = text_of(client, address(article))
    assert "<script>alert" not in page
    assert "<img" not in page


def test_older_comments_come_page_by_page_newest_first(client, article):
    comments = [factories.make_comment(article, f"Number {n}.", author=f"R{n}") for n in range(23)]
    factories.screen()
    first = client.get(address(article))
    shown = [c.row.public_id for c in first.context["thread"].comments]
    assert shown == [c.public_id for c in reversed(comments[3:])]
    older = client.get(address(article, first.context["thread"].older))
    rest = [c.row.public_id for c in older.context["thread"].comments]
    assert rest == [c.public_id for c in reversed(comments[:3])]
    back = client.get(address(article, older.context["thread"].newer))
    assert [c.row.public_id for c in back.context["thread"].comments] == shown


def test_more_replies_than_fit_have_a_page_of_their_own(client, article):
    root = factories.published(article, "Root.", author="Ben")
    for number in range(12):
        factories.make_comment(article, f"Reply {number}.", author=f"R{number}", parent=root)
    factories.screen()
    assert "3 more replies" in text_of(client, address(article))
    page = text_of(client, address(article, f"?below={root.public_id}"))
    assert all(f"Reply {number}." in page for number in range(12))


@pytest.mark.parametrize("query", ["?cursor=x", "?below=x", "?below=" + "0" * 32])
def test_a_query_that_names_nothing_is_not_found(client, article, query):
    assert client.get(address(article, query)).status_code == 404


def test_the_page_costs_a_fixed_number_of_queries(client, article, django_assert_num_queries):
    def post(numbers):
        for number in numbers:
            root = factories.make_comment(article, f"Root {number}.", author=f"R{number}")
            factories.screen()
            factories.make_comment(article, "A reply.", parent=factories.fresh(root))
            factories.screen()

    post([1])
    with django_assert_num_queries(QUERIES):
        client.get(address(article))
    post(range(2, 8))
    with django_assert_num_queries(QUERIES):
        client.get(address(article))


QUERIES = 4


def test_the_page_is_kept_for_ten_seconds_and_then_asked_for_by_its_tag(client, article):
    first = client.get(address(article))
    assert first.headers["Cache-Control"] == "public, max-age=10"
    tag = first.headers["ETag"]
    assert client.get(address(article), headers={"If-None-Match": tag}).status_code == 304
    factories.published(article)
    assert client.get(address(article), headers={"If-None-Match": tag}).status_code == 200


def test_the_public_page_sets_no_cookie_and_has_no_inline_code(client, article):
    answer = client.get(address(article))
    assert not answer.cookies
    assert "Content-Security-Policy" in answer.headers
    page = answer.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    # Data for search engines, which no browser runs.
    assert page.count("<script") == page.count('<script type="application/ld+json">') == 1


def test_the_site_lists_its_own_articles(client, article):
    factories.make_article(factories.make_site("Foreign Times"), "Elsewhere")
    page = text_of(client, f"/{article.site.slug}/")
    assert "Talks resume" in page
    assert "Elsewhere" not in page


def test_the_policy_page_says_what_the_machine_does_and_never_the_thresholds(client, article):
    page = text_of(client, f"/{article.site.slug}/policy/")
    for shown in (
        "No hatred of people for who they are.",
        "Digital Services Act, Art. 3(h)",
        "Version 1",
        "the machine removes nothing",
        "write to the publication within six months",
    ):
        assert shown in page
    # Not the fraction of a second in a time either, which may well begin with an 8.
    assert not re.search(r"\b0\.8", page)


def test_the_policy_page_says_where_the_machine_removes(client):
    document = {
        **factories.POLICY,
        "clauses": [
            {
                **factories.POLICY["clauses"][0],
                "rules": [{"attribute": "toxicity", "hold_at": 0.8, "reject_at": 0.99}],
            },
            {**factories.POLICY["clauses"][1], "rules": []},
        ],
    }
    site = factories.make_site(document=document)
    page = text_of(client, f"/{site.slug}/policy/")
    assert "in the plainest cases the machine removes it" in page
    assert "Applied by people alone." in page


@pytest.mark.parametrize("path", ["/no-such/", "/no-such/policy/", "/no-such/articles/x/"])
def test_what_is_not_there_is_a_plain_page(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


@pytest.mark.parametrize(
    "titles, sentence",
    [
        (["Hate"], "Hate will be removed."),
        (["Hate", "NSFW"], "Hate or NSFW will be removed."),
        (
            ["Hateful language", "Illegal content", "Attacks against the publication"],
            "Hateful language, illegal content, or attacks against The Daily Ledger"
            " will be removed.",
        ),
    ],
)
def test_the_grounds_are_one_sentence(titles, sentence):
    clauses = [{"id": f"c{n}", "title": t, "wording": "."} for n, t in enumerate(titles)]
    site = factories.make_site(document={"title": "P", "introduction": "", "clauses": clauses})
    assert grounds_sentence(site, site.policy) == sentence


# Writing on the page.


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def post(client, article, **said):
    said = {"body": "A fair point.", "name": "Ada", **said}
    return client.post(address(article, "comments/"), said)


def test_a_demo_reader_posts_and_is_led_to_a_receipt(client, article, demo):
    answer = post(client, article)
    assert answer.status_code == 303
    assert "Your comment is being checked" in text_of(client, answer.url)
    factories.screen()
    assert "Your comment is published" in text_of(client, answer.url)


def test_a_held_comments_receipt_says_why_and_who_decided(client, article, demo):
    answer = post(client, article, body="You idiot.")
    factories.screen()
    page = text_of(client, answer.url)
    assert "A person will read your comment before it appears" in page
    assert "No hatred of people for who they are." in page
    assert "Decided by a machine" in page


def test_a_reply_goes_below_its_parent(client, article, demo):
    root = factories.published(article, author="Ben")
    assert "Answering <bdi>Ben</bdi>" in text_of(
        client, address(article, f"?reply={root.public_id}")
    )
    post(client, article, parent=str(root.public_id))
    assert Comment.objects.latest("id").parent == root


@pytest.mark.parametrize("said", [{"body": ""}, {"body": "x" * 10_001}, {"name": "\x07bell"}])
def test_a_refusal_keeps_what_was_typed(client, article, demo, said):
    answer = post(client, article, **said)
    assert answer.status_code == 400
    assert answer.context["written"].body == said.get("body", "A fair point.")
    assert not Comment.objects.exists()


def test_a_closed_article_takes_nothing(client, article, demo):
    article.commenting = "closed"
    article.save()
    assert post(client, article).status_code == 400
    assert "no longer takes comments" in text_of(client, address(article))


def test_without_demo_nobody_unknown_may_post(client, article):
    assert post(client, article).status_code == 403
    assert not Comment.objects.exists()


def test_staff_write_in_their_own_name_and_come_from_no_token(client, article):
    rosa = factories.make_moderator(article.site, "rosa", Membership.Role.MODERATOR)
    client.force_login(rosa)
    assert "write-name" not in text_of(client, address(article))
    assert post(client, article, name="Somebody else").status_code == 303
    author = Author.objects.get()
    assert (author.display_name, author.user) == ("rosa", rosa)
    assert not author.subject.isprintable()


def test_a_post_from_another_page_is_refused(article, demo):
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, article).status_code == 403
    assert not Comment.objects.exists()


def test_a_page_for_one_is_kept_by_no_cache(client, article, demo):
    assert client.get(address(article)).headers["Cache-Control"] == "private, no-store"


def test_a_receipt_is_for_whoever_has_its_address_and_for_its_site_alone(client, article, demo):
    token = post(client, article).url.split("mine=")[1].split("#")[0]
    state = f"/{article.site.slug}/receipts/{token}/"
    assert 'data-status="pending"' in text_of(client, state)
    other = factories.make_site("Foreign Times")
    assert client.get(f"/{other.slug}/receipts/{token}/").status_code == 404
    assert client.get(f"/{article.site.slug}/receipts/{token[:-1]}x/").status_code == 404
