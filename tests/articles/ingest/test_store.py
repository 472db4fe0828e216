"""The slug that names an article for good."""

import pytest

from articles.ingest.store import article_slug


def test_the_words_of_the_headline_make_the_slug():
    assert article_slug("Who Profits? Bakers’ Books Opened") == "who-profits-bakers-books-opened"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A long headline " * 8 + "yes", "A long headline " * 8 + "no"),
        ("Война 2031", "Мир 2031"),
        ("!", "?"),
    ],
)
def test_headlines_of_different_words_differ_in_their_slugs(one, other):
    slugs = {article_slug(one), article_slug(other)}
    assert len(slugs) == 2
    assert all(1 < len(slug) <= 80 for slug in slugs)


def test_signs_and_capitals_do_not_make_another_article():
    assert article_slug("Talks Fail!") == article_slug("Talks fail")


def test_an_accent_costs_no_digest():
    assert article_slug("Café in Késsel") == "cafe-in-kessel"
