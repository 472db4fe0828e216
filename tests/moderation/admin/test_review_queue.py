"""The list of many: what it shows, what it costs, and deciding about several at once."""

import pytest

from discussion.flows.withdraw_comment import withdraw_comment
from moderation.models import Membership, ReviewItem
from tests import factories

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/reviewitem/"


@pytest.fixture
def article():
    return factories.make_article(section="World")


@pytest.fixture
def desk(client, article):
    client.force_login(factories.make_moderator(article.site, "rosa"))
    return client


def rows(desk, query=""):
    return [item.comment for item in desk.get(QUEUE + query).context["cl"].result_list]


def test_a_row_says_what_why_how_sure_who_where_and_since_when(desk, article):
    factories.held(article)
    page = desk.get(QUEUE).content.decode()
    for shown in ("You idiot.", "Hateful language", "0.99", "Mal", article.title, "0\xa0minutes"):
        assert shown in page


def test_the_most_harmful_comes_first_then_the_oldest(desk, article):
    first, second = factories.held(article), factories.held(article, author="Ben")
    unread = factories.make_comment(article, "STUB:NAN x")
    factories.screen()
    assert rows(desk) == [first, second, unread]


def test_what_was_decided_is_no_longer_listed(desk, article):
    rude = factories.held(article)
    withdraw_comment(factories.fresh(rude))
    assert rows(desk) == []


@pytest.mark.parametrize(
    "query, found",
    [
        ("?clause=hateful-language", 1),
        ("?clause=illegal-content", 1),
        ("?clause=attack-on-publication", 0),
        ("?reason=not-scored", 0),
        ("?section=World", 1),
        ("?section=Sport", 0),
        ("?site=the-daily-ledger", 1),
        ("?q=idiot", 1),
        ("?q=Mal", 1),
        ("?q=nobody", 0),
    ],
)
def test_filters_and_search_find_it(desk, article, query, found):
    factories.held(article)
    assert len(rows(desk, query)) == found


def test_the_queue_costs_the_same_queries_with_ten_rows_and_with_a_hundred(
    desk, article, django_assert_num_queries
):
    for number in range(10):
        factories.make_comment(article, "You idiot.", author=f"Mal {number}")
    factories.screen()
    desk.get(QUEUE)
    with django_assert_num_queries(QUERIES):
        assert len(rows(desk)) == 10
    for number in range(10, 100):
        factories.make_comment(article, "You idiot.", author=f"Mal {number}")
    factories.screen()
    with django_assert_num_queries(QUERIES):
        assert len(rows(desk)) == 100


QUERIES = 8


def bulk(desk, action, comments, *, confirmed=True, **said):
    items = {c: ReviewItem.objects.filter(comment=c).latest("id").pk for c in comments}
    data = {"action": action, "_selected_action": list(items.values())}
    if confirmed:
        data |= {"confirmed": "yes", "select_across": "0"}
        data |= {f"version-{pk}": factories.fresh(c).version for c, pk in items.items()}
    data |= said
    return desk.post(QUEUE, data, follow=True)


def test_a_bulk_asks_once_more_and_shows_every_text(desk, article):
    comments = [factories.held(article), factories.held(article, author="Ben")]
    page = bulk(desk, "reject", comments, confirmed=False).content.decode()
    assert page.count("You idiot.") == 2
    assert all(factories.fresh(comment).status == "held" for comment in comments)


def test_a_bulk_decides_each_and_reports_both_counts(desk, article):
    comments = [factories.held(article), factories.held(article, author="Ben")]
    said = {"clause": "hateful-language", "reasoning": "Too rude."}
    page = bulk(desk, "reject", comments, **said).content.decode()
    assert "2 decided, 0 not." in page
    assert {factories.fresh(comment).status for comment in comments} == {"rejected"}


def test_one_stale_comment_of_a_bulk_is_refused_by_name_and_the_others_go_on(desk, article):
    fine, moved = factories.held(article), factories.held(article, author="Ben")
    seen = {f"version-{ReviewItem.objects.get(comment=moved).pk}": 1}
    page = bulk(desk, "publish", [fine, moved], **seen).content.decode()
    assert "Ben: Somebody was faster" in page
    assert "1 decided, 1 not." in page
    assert (factories.fresh(fine).status, factories.fresh(moved).status) == ("published", "held")


def test_a_comment_without_its_version_is_not_decided(desk, article):
    rude = factories.held(article)
    item = ReviewItem.objects.get(comment=rude)
    data = {"action": "publish", "_selected_action": [item.pk], "confirmed": "yes"}
    page = desk.post(QUEUE, data, follow=True).content.decode()
    assert "0 decided, 1 not." in page
    assert factories.fresh(rude).status == "held"


def test_what_left_the_queue_meanwhile_is_reported(desk, article):
    rude, gone = factories.held(article), factories.held(article, author="Ben")
    withdraw_comment(factories.fresh(gone))
    page = bulk(desk, "publish", [rude, gone]).content.decode()
    assert "Not decided, since no longer in the queue: 1." in page
    assert "1 decided, 0 not." in page


def test_a_bulk_rejection_without_reasoning_decides_nothing(desk, article):
    rude = factories.held(article)
    page = bulk(desk, "reject", [rude], clause="hateful-language", reasoning=" ").content.decode()
    assert "0 decided, 1 not." in page
    assert factories.fresh(rude).status == "held"


def test_who_only_sees_has_no_bulk_actions(client, article):
    rude = factories.held(article)
    auditor = factories.make_moderator(article.site, "audrey", Membership.Role.AUDITOR)
    client.force_login(auditor)
    assert client.get(QUEUE).status_code == 200
    bulk(client, "publish", [rude])
    assert factories.fresh(rude).status == "held"
