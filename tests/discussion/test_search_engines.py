"""The discussion in schema.org's words, inside a script element that nobody runs."""

import json
import re

import pytest

from discussion.flows.withdraw_comment import withdraw_comment
from tests import factories

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script><!--"


@pytest.fixture
def article():
    return factories.make_article(deck="A deck.", url="https://ledger.example/talks")


@pytest.fixture
def data(client):
    def data(article):
        page = client.get(f"/{article.site.slug}/articles/{article.slug}/").content.decode()
        elements = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
        assert len(elements) == page.count("<script") == 1
        assert "<" not in elements[0]
        return json.loads(elements[0])

    return data


def test_the_article_is_a_posting_and_the_comments_are_below_it(article, data):
    root = factories.published(article, "A *fair* point.\n\nA second one.", author="Ben")
    reply = factories.published(article, "I agree.", parent=root)
    said = data(article)
    assert said["@type"] == "DiscussionForumPosting"
    assert said["headline"] == "Talks resume"
    assert said["mainEntityOfPage"] == "https://ledger.example/talks"
    assert said["text"] == "A deck."
    assert said["author"] == {"@type": "Organization", "name": article.site.name}
    (comment,) = said["comment"]
    assert comment["text"] == "A fair point.\nA second one."
    assert comment["author"] == {"@type": "Person", "name": "Ben"}
    assert comment["url"].endswith(f"/comments/{root.public_id}/")
    assert comment["datePublished"].endswith("Z")
    assert comment["comment"][0]["url"].endswith(f"/comments/{reply.public_id}/")


def test_hostile_names_and_texts_stay_inside_their_strings(article, data):
    article.title = article.deck = HOSTILE
    article.save()
    factories.published(article, f"{HOSTILE} hello & goodbye", author=HOSTILE[:40])
    said = data(article)
    assert said["headline"] == said["text"] == HOSTILE
    assert said["comment"][0]["author"]["name"] == HOSTILE[:40]
    assert said["comment"][0]["text"] == f"{HOSTILE} hello & goodbye"


def test_a_gone_comment_says_nothing_but_that_it_is_gone(article, data):
    root = factories.published(article, "A secret.", author="Ben")
    factories.published(article, "I agree.", parent=root)
    withdraw_comment(factories.fresh(root))
    (comment,) = data(article)["comment"]
    assert comment["creativeWorkStatus"] == "Deleted"
    assert set(comment) == {"@type", "creativeWorkStatus", "comment"}
    assert comment["comment"][0]["text"] == "I agree."


def test_what_is_not_public_is_not_in_it(article, data):
    factories.held(article)
    factories.make_comment(article, "Not yet judged.")
    assert data(article)["comment"] == []


def test_who_wrote_the_article_is_its_author(data):
    article = factories.make_article(byline_name="Ada Author")
    said = data(article)
    assert said["author"] == {"@type": "Person", "name": "Ada Author"}
    assert said["text"] == "One."
