"""The same text by many authors is one case, in the list and for a decision."""

import pytest

from discussion.flows.withdraw_comment import withdraw_comment
from moderation.models import ReviewItem, TextRepeat
from moderation.queues.same_text import counts_of_same
from moderation.queues.selection import Selection, grouped, pks_of
from moderation.repetition import purge_fingerprints
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = (
    "You idiot, nobody asked this town whether it wanted the old bridge closed for one whole year."
)


@pytest.fixture
def article():
    return factories.make_article()


def waits(article, name, text=TEXT):
    comment = factories.make_comment(article, text, author=name)
    factories.screen()
    return ReviewItem.objects.get(comment=comment, closed_at=None)


def case_of(item):
    """The items that the filter `same` shows, by the name that the item's row has."""
    name, _others = counts_of_same([item.pk]).get(item.pk, ("", 0))
    found = pks_of(Selection(frozenset({item.site_id}), grouped([f"same:{name}"])), 10)
    return set(ReviewItem.objects.filter(pk__in=found))


def test_nearly_the_same_text_by_others_is_one_case(article):
    ada, ben, mo = (waits(article, name) for name in ("Ada", "Ben", "Mo"))
    waits(article, "Eve", "You idiot.")
    nearly = waits(article, "Mal", TEXT.replace("one whole year", "one whole summer"))
    assert case_of(ada) == case_of(mo) == {ada, ben, mo, nearly}


def test_the_list_knows_how_many_others_there_are(article):
    items = [waits(article, name) for name in ("Ada", "Ben", "Mo")]
    alone = waits(article, "Eve", "You idiot.")
    counts = counts_of_same([*(item.pk for item in items), alone.pk])
    assert {pk: others for pk, (_, others) in counts.items()} == {item.pk: 2 for item in items}
    assert len({name for name, _ in counts.values()}) == 1


def test_what_was_decided_is_no_longer_part_of_it(article):
    ada, ben, mo = (waits(article, name) for name in ("Ada", "Ben", "Mo"))
    withdraw_comment(factories.fresh(ben.comment))
    assert case_of(ada) == {ada, mo}


def test_another_sites_comment_is_another_case(article):
    ada = waits(article, "Ada")
    waits(factories.make_article(factories.make_site("Foreign Times")), "Eve")
    assert case_of(ada) == set()


def test_what_was_found_goes_with_the_fingerprints(article):
    for name in ("Ada", "Ben"):
        waits(article, name)
    TextRepeat.objects.update(created_at="2026-01-01T00:00:00Z")
    purge_fingerprints()
    assert not TextRepeat.objects.exists()


def test_a_page_of_them_costs_one_query(article, django_assert_num_queries):
    items = [waits(article, name) for name in ("Ada", "Ben", "Mo")]
    with django_assert_num_queries(1):
        counts_of_same([item.pk for item in items])
