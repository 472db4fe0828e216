"""The queue while it is open: what others claimed and decided, what is new, and 304 mostly."""

import pytest

from discussion.flows.withdraw_comment import withdraw_comment
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import claim_item
from tests import factories

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/reviewitem/"


@pytest.fixture
def article():
    return factories.make_article(section="World")


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa")


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy")


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def item_of(comment):
    return ReviewItem.objects.filter(comment=comment).earliest("pk")


def shown(desk, query=""):
    """The address that the page asks again and again."""
    return desk.get(QUEUE + query).context["live"]


def rows(answer):
    return {int(pk): (row["looking"], row["done"]) for pk, row in answer.json()["rows"].items()}


def test_what_did_not_change_is_answered_by_304(desk, article):
    factories.held(article)
    live = shown(desk)
    first = desk.get(live)
    again = desk.get(live, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    factories.held(article, author="Ben")
    changed = desk.get(live, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_who_looks_at_a_row_is_told_and_ones_own_look_as_well(desk, article, rosa, remy):
    theirs, own = factories.held(article), factories.held(article, author="Ben")
    live = shown(desk)
    claim_item(item_of(theirs), remy)
    claim_item(item_of(own), rosa)
    assert rows(desk.get(live)) == {
        item_of(theirs).pk: ("remy", ""),
        item_of(own).pk: ("you", ""),
    }


@pytest.mark.parametrize(
    "outcome, words",
    [
        (Outcome.PUBLISH, "published by remy, "),
        (Outcome.REJECT, "rejected by remy, "),
        (Outcome.HOLD, "kept on hold by remy, "),
    ],
)
def test_what_others_decided_is_told_with_name_and_time(desk, article, remy, outcome, words):
    comment = factories.held(article)
    live = shown(desk)
    claim_item(item_of(comment), remy)
    at = factories.decide(comment, remy, outcome).created_at
    assert rows(desk.get(live)) == {item_of(comment).pk: ("", f"{words}{at:%H:%M} UTC")}


def test_what_its_author_took_away_is_told(desk, article):
    comment = factories.held(article)
    live = shown(desk)
    withdraw_comment(factories.fresh(comment))
    assert rows(desk.get(live)) == {item_of(comment).pk: ("", "withdrawn by its author")}


def test_what_is_new_is_counted_within_what_is_shown(desk, article):
    factories.held(article)
    world, sport = shown(desk), shown(desk, "?section=Sport")
    factories.held(article, author="Ben")
    assert desk.get(world).json()["new"] == 1
    assert desk.get(sport).json()["new"] == 0


def test_the_counts_of_all_views_come_along(desk, article):
    live = shown(desk)
    factories.held(article)
    counts = desk.get(live).json()["counts"]
    assert (counts["all"], counts["highest"], counts["reported"]) == ("1", "1", "0")


def test_another_sites_rows_are_never_told(desk, article):
    foreign = factories.held(factories.make_article(factories.make_site("Foreign Times")))
    answer = desk.get(f"{QUEUE}live/?newest=1&ids={item_of(foreign).pk}")
    assert rows(answer) == {}
    assert answer.json()["counts"]["all"] == "0"
    assert answer.json()["new"] == 0


def test_no_text_and_no_name_of_an_author_is_in_it(desk, article):
    factories.held(article)
    answer = desk.get(shown(desk)).content.decode()
    assert "idiot" not in answer
    assert "Mal" not in answer


@pytest.mark.parametrize("query", ["ids=x,,-1,9999999999999999999999", "ids=&newest=x", ""])
def test_numbers_that_are_none_are_left_out(desk, query):
    assert desk.get(f"{QUEUE}live/?{query}").json()["rows"] == {}


def test_who_is_not_signed_in_learns_nothing(client):
    assert client.get(f"{QUEUE}live/").status_code == 302


def test_it_costs_the_same_queries_for_any_number_of_rows(
    desk, article, remy, django_assert_num_queries
):
    for number in range(3):
        factories.held(article, author=f"Mal {number}")
    live = shown(desk)
    with django_assert_num_queries(QUERIES):
        desk.get(live)
    for number in range(3, 9):
        factories.held(article, author=f"Mal {number}")
    live = shown(desk)
    with django_assert_num_queries(QUERIES):
        assert len(rows(desk.get(live))) == 9
    factories.decide(factories.fresh(article.comments.first()), remy, Outcome.PUBLISH)
    with django_assert_num_queries(QUERIES + 1):
        desk.get(live)


# Session, user, their sites, those with their policies, saved views; the rows, the counts, the new.
QUERIES = 8
