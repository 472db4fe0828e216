import pytest

from moderation.policy.types import Outcome
from moderation.training.decisions import decided_rows
from tests import factories

pytestmark = pytest.mark.django_db

ATTRIBUTES = ("toxicity", "insult", "threat")


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


def rows_of(article):
    return {row.text: dict(row.labels) for row in decided_rows(article.site, ATTRIBUTES)}


def test_a_published_text_teaches_that_nothing_was_wrong(article, rosa):
    comment = factories.held(article)
    factories.decide(comment, rosa, Outcome.PUBLISH)
    assert rows_of(article) == {"You idiot.": {"toxicity": 0.0, "insult": 0.0, "threat": 0.0}}


def test_a_rejected_text_teaches_the_attribute_of_the_clause_and_nothing_of_others(article, rosa):
    comment = factories.held(article)
    factories.decide(comment, rosa, Outcome.REJECT)
    assert rows_of(article) == {"You idiot.": {"toxicity": 1.0}}


def test_the_ruling_in_force_counts_and_not_the_one_that_it_superseded(article, rosa):
    comment = factories.held(article)
    factories.decide(comment, rosa, Outcome.REJECT)
    factories.decide(comment, rosa, Outcome.PUBLISH)
    assert rows_of(article) == {"You idiot.": {"toxicity": 0.0, "insult": 0.0, "threat": 0.0}}


def test_what_a_machine_decided_and_what_others_decided_teaches_nothing(article, rosa):
    factories.held(article)
    factories.published(article)
    elsewhere = factories.make_article(factories.make_site("The Evening Post"))
    colleague = factories.make_moderator(elsewhere.site, "remy")
    factories.decide(factories.held(elsewhere), colleague, Outcome.PUBLISH)
    assert rows_of(article) == {}
