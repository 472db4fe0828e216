"""Parts of the queue: which items, in which order, how many; whatever the number of sites."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from moderation.models import QueueLabel, ReviewItem
from moderation.queue import claim_item, neighbours, next_item
from moderation.queues import selection
from moderation.queues.selection import Edge, Selection, counts_of, entered_since, grouped, pks_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.make_article(section="World", tags=["ceasefire"])


@pytest.fixture
def sport(world):
    return factories.make_article(world.site, "Cup final", section="Sport", tags=["cup"])


@pytest.fixture
def elsewhere():
    return factories.make_article(factories.make_site("Foreign Times"), section="World")


def waiting(article, *names):
    return [item_of(factories.held(article, author=name)).pk for name in names]


def item_of(comment):
    return ReviewItem.objects.get(comment=comment, closed_at=None)


def part(*articles, labels=(), **fields):
    sites = frozenset(article.site_id for article in articles)
    return Selection(sites=sites, groups=grouped(labels), **fields)


def test_all_of_one_site_come_in_the_order_of_their_ranks(world, elsewhere):
    pks = waiting(world, "Mal", "Ben", "Mo")
    waiting(elsewhere, "Eve")
    assert pks_of(part(world), 10) == pks
    assert pks_of(part(world), 2) == pks[:2]


@pytest.mark.parametrize("labels", [(), ("section:World",)], ids=str)
@pytest.mark.parametrize("ranges", [1, 100], ids=["at once", "each site by itself"])
def test_several_sites_are_one_queue(world, elsewhere, labels, ranges, monkeypatch):
    monkeypatch.setattr(selection, "MOST_RANGES", ranges)
    pks = waiting(world, "Mal") + waiting(elsewhere, "Eve") + waiting(world, "Ben")
    wanted = part(world, elsewhere, labels=labels)
    assert pks_of(wanted, 10) == pks
    assert pks_of(wanted, 2, beside=Edge.at(ReviewItem.objects.get(pk=pks[0]))) == pks[1:]
    assert counts_of([wanted]) == [3]


@pytest.mark.parametrize(
    "labels, found",
    [
        (("section:World",), "w"),
        (("section:World", "section:Sport"), "ws"),
        (("section:World", "clause:hateful-language"), "w"),
        (("clause:hateful-language", "clause:illegal-content"), "ws"),
        (("section:World", "reason:flood"), ""),
        (("tag:ceasefire", "tag:cup"), "ws"),
        (("tag:cup", "author:new", "band:high"), "s"),
        (("section:Nowhere",), ""),
    ],
    ids=str,
)
def test_of_one_kind_any_label_will_do_and_of_several_one_of_each(world, sport, labels, found):
    by_name = {"w": waiting(world, "Mal"), "s": waiting(sport, "Ben")}
    expected = [pk for name in found for pk in by_name[name]]
    assert pks_of(part(world, labels=labels), 10) == expected
    assert counts_of([part(world, labels=labels)]) == [len(expected)]


def test_a_watch_list_shows_what_is_under_any_of_its_articles_and_tags(world, sport):
    expected = waiting(world, "Mal") + waiting(sport, "Ben")
    other = factories.make_article(world.site, "Weather")
    waiting(other, "Mo")
    labels = (f"article:{world.public_id}", "tag:cup", "band:high")
    assert pks_of(part(world, labels=labels), 10) == expected


@pytest.mark.parametrize("labels", [(), ("section:World",)], ids=str)
def test_what_waits_long_enough_is_found_by_its_age(world, labels):
    old, _young = waiting(world, "Mal", "Ben")
    earlier = timezone.now() - timedelta(hours=3)
    ReviewItem.objects.filter(pk=old).update(opened_at=earlier)
    wanted = part(world, labels=labels, waiting_minutes=120)
    assert pks_of(wanted, 10) == [old]
    assert counts_of([wanted]) == [1]


@pytest.mark.parametrize("words, found", [(("idiot",), 2), (("mal", "IDIOT"), 1), (("cup",), 0)])
def test_each_word_stands_in_the_text_the_author_or_the_article(world, words, found):
    waiting(world, "Mal", "Ben")
    assert len(pks_of(part(world, words=words), 10)) == found
    assert counts_of([part(world, words=words)]) == [found]


def test_counts_of_many_parts_are_one_query_or_two_where_groups_meet(
    world, django_assert_num_queries
):
    waiting(world, "Mal", "Ben")
    parts = [
        part(world),
        part(world, labels=("section:World", "section:Sport")),
        part(world, labels=("reported:yes",)),
        Selection(frozenset()),
    ]
    with django_assert_num_queries(1):
        assert counts_of(parts) == [2, 2, 0, 0]
    parts.append(part(world, labels=("section:World", "section:Sport", "band:high")))
    parts.append(replace(parts[-1], sites=frozenset()))
    with django_assert_num_queries(2):
        assert counts_of(parts) == [2, 2, 0, 0, 2, 0]


def test_a_count_ends_where_nobody_counts_on(world, monkeypatch):
    monkeypatch.setattr(selection, "MOST_COUNTED", 2)
    waiting(world, "Mal", "Ben", "Mo")
    assert counts_of([part(world), part(world, labels=("band:high", "section:World"))]) == [2, 2]


def test_equal_ranks_are_walked_without_a_gap_or_a_repetition(world):
    pks = waiting(world, "Mal", "Ben", "Mo", "Eve")
    for model in (ReviewItem, QueueLabel):
        model.objects.update(rank=1.0)
    for labels in ((), ("band:high",)):
        wanted = part(world, labels=labels)
        for one, following in pairwise(pks):
            at = Edge(1.0, one)
            assert pks_of(wanted, 1, beside=at) == [following]
            assert pks_of(wanted, 1, beside=Edge(1.0, following), backwards=True) == [one]


def test_what_entered_after_an_item_is_counted_within_the_part(world, sport, elsewhere):
    [seen] = waiting(world, "Mal")
    waiting(sport, "Ben", "Mo")
    waiting(elsewhere, "Eve")
    assert entered_since(part(world), seen) == 2
    assert entered_since(part(world, labels=("section:Sport",)), seen) == 2
    assert entered_since(part(world, labels=("section:World",)), seen) == 0
    assert entered_since(Selection(frozenset()), seen) == 0


class TestTheWayThroughTheQueue:
    @pytest.fixture
    def rosa(self, world):
        return factories.make_moderator(world.site, "rosa")

    def items(self, article, *names):
        return [ReviewItem.objects.get(pk=pk) for pk in waiting(article, *names)]

    def test_neighbours_stand_on_both_sides(self, world, rosa):
        first, middle, last = self.items(world, "Mal", "Ben", "Mo")
        beside = neighbours(rosa, middle)
        assert (beside.previous, beside.next) == (first.pk, last.pk)
        assert neighbours(rosa, first).previous is None
        assert neighbours(rosa, last).next is None

    def test_they_are_those_of_the_view(self, world, sport, rosa):
        first, last = self.items(world, "Mal", "Ben")
        self.items(sport, "Mo")
        assert neighbours(rosa, first, "all?section=World").next == last.pk
        assert neighbours(rosa, last, "all?section=World").next is None

    def test_after_a_decision_comes_the_next_one_that_nobody_looks_at(self, world, rosa):
        first, taken, free = self.items(world, "Mal", "Ben", "Mo")
        claim_item(taken, factories.make_moderator(world.site, "remy"))
        assert next_item(rosa, first) == free

    def test_ones_own_claim_is_no_hindrance(self, world, rosa):
        first, own = self.items(world, "Mal", "Ben")
        claim_item(own, rosa)
        assert next_item(rosa, first) == own

    def test_after_the_last_comes_the_first(self, world, rosa):
        first, _middle, last = self.items(world, "Mal", "Ben", "Mo")
        assert next_item(rosa, last) == first

    def test_the_same_comment_does_not_come_again(self, world, rosa):
        [only] = self.items(world, "Mal")
        assert next_item(rosa, only) is None

    def test_a_view_that_is_gone_shows_everything(self, world, rosa):
        first, last = self.items(world, "Mal", "Ben")
        assert next_item(rosa, first, "saved-99") == last

    def test_another_sites_items_never_come(self, world, elsewhere, rosa):
        [only] = self.items(world, "Mal")
        self.items(elsewhere, "Eve")
        assert next_item(rosa, only) is None

    def test_both_cost_the_same_queries_however_long_the_queue(
        self, world, rosa, django_assert_num_queries
    ):
        first, *_others = self.items(world, *(f"Mal {number}" for number in range(8)))
        with django_assert_num_queries(3):
            neighbours(rosa, first, "highest")
        with django_assert_num_queries(3):
            next_item(rosa, first, "highest")
