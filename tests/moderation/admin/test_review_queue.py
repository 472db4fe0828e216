"""The list of many: what it shows, what it costs, and deciding about several at once."""

import pytest

from discussion.flows.withdraw_comment import withdraw_comment
from moderation.admin import bulk as bulk_module
from moderation.admin import queue_page, queue_views
from moderation.models import Membership, ReviewItem
from moderation.policy.types import Outcome
from moderation.queues import selection
from tests import factories

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/reviewitem/"


@pytest.fixture
def article():
    return factories.make_article(section="World", tags=["ceasefire"])


@pytest.fixture
def desk(client, article):
    client.force_login(factories.make_moderator(article.site, "rosa"))
    return client


def rows(desk, query=""):
    return [row.item.comment for row in desk.get(QUEUE + query).context["rows"]]


def test_a_row_says_what_why_how_sure_who_where_and_since_when(desk, article):
    factories.held(article)
    page = desk.get(QUEUE).content.decode()
    for shown in (
        "harm 0.99 x reach 1.0",
        "You idiot.",
        "Hateful language",
        "0.99",
        "Mal",
        article.title,
        "0 min",
    ):
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
        ("?view=highest", 1),
        ("?view=reported", 0),
        ("?view=reported&reported=", 0),
        ("?band=high&author=new&tag=ceasefire", 1),
        ("?waiting=120", 0),
        ("?view=highest%3Fsection%3DSport", 0),
        ("?q=idiot", 1),
        ("?q=Mal", 1),
        ("?q=nobody", 0),
    ],
)
def test_filters_and_search_find_it(desk, article, query, found):
    factories.held(article)
    assert len(rows(desk, query)) == found


def test_the_queue_costs_the_same_queries_with_ten_rows_and_with_a_hundred(
    desk, article, django_assert_max_num_queries
):
    costs = []
    for numbers in (range(10), range(10, 100)):
        for number in numbers:
            factories.make_comment(article, "You idiot.", author=f"Mal {number}")
        factories.screen()
        desk.get(QUEUE)
        with django_assert_max_num_queries(QUERIES) as asked:
            assert len(rows(desk)) == numbers.stop
        costs.append(len(asked))
    assert costs[0] == costs[1]


# Session, user and their sites by what they may do there; sites with policies, saved views, the
# newest item, the rows, their texts and their cases, the counts, the latest articles.
QUERIES = 16


@pytest.mark.parametrize("query", ["?view=saved-1", "?view=nothing", "?site=foreign-times"])
def test_what_is_not_the_users_is_not_there(desk, article, query):
    factories.make_site("Foreign Times")
    assert desk.get(QUEUE + query).status_code == 404


def test_another_sites_items_are_not_listed(desk, article):
    factories.held(factories.make_article(factories.make_site("Foreign Times")))
    rude = factories.held(article)
    assert rows(desk) == [rude]


def test_every_view_has_its_count_and_the_next_one_with_items_has_a_key(desk, article):
    factories.held(article)
    page = desk.get(QUEUE)
    counts = {tab.view.key: tab.count for tab in page.context["tabs"]}
    assert counts == {
        "all": "1",
        "clause-hateful-language": "1",
        "clause-illegal-content": "1",
        "reported": "0",
        "highest": "1",
        "waiting": "0",
        "new-authors": "1",
        "not-scored": "0",
        "unknown-language": "0",
        "floods": "0",
    }
    [following] = [tab.view.key for tab in page.context["tabs"] if tab.after]
    assert following == "clause-hateful-language"
    page = desk.get(f"{QUEUE}?view=highest")
    assert [tab.view.key for tab in page.context["tabs"] if tab.after] == ["new-authors"]


def test_a_count_beyond_a_thousand_says_so(desk, article, monkeypatch):
    for module in (selection, queue_views):
        monkeypatch.setattr(module, "MOST_COUNTED", 2)
    for name in ("Mal", "Ben", "Mo"):
        factories.held(article, author=name)
    assert desk.get(QUEUE).context["tabs"][0].count == "2+"


def test_a_long_queue_goes_on_after_the_last_row(desk, article, monkeypatch):
    monkeypatch.setattr(queue_page, "ROWS", 2)
    comments = [factories.held(article, author=f"Mal {number}") for number in range(3)]
    page = desk.get(QUEUE)
    assert rows(desk) == comments[:2]
    assert rows(desk, f"?after={page.context['after']}") == comments[2:]


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "99999"])
def test_a_place_that_is_none_is_the_beginning(desk, article, after):
    rude = factories.held(article)
    assert rows(desk, f"?after={after}") == [rude]


def test_a_row_leads_to_its_case_and_keeps_the_view(desk, article):
    factories.held(article)
    [row] = desk.get(f"{QUEUE}?view=highest&section=World").context["rows"]
    assert row.url == f"{QUEUE}{row.item.pk}/change/?view=highest%3Fsection%3DWorld"


def test_the_same_text_by_others_is_one_case_in_the_list(desk, article):
    text = "You idiot, nobody asked this town whether it wanted the bridge closed for a whole year."
    for name in ("Ada", "Ben", "Mo"):
        factories.make_comment(article, text, author=name)
        factories.screen()
    page = desk.get(QUEUE)
    assert "+2 the same" in page.content.decode()
    assert " checked" not in page.content.decode()
    case = desk.get(f"{QUEUE}?same={page.context['rows'][0].same}")
    assert len(case.context["rows"]) == 3
    assert case.content.decode().count(" checked") == 3


def test_an_empty_queue_says_so_and_an_empty_filter_shows_the_way_back(desk):
    assert "Nothing waits here." in desk.get(QUEUE).content.decode()
    assert "Show the whole queue" in desk.get(f"{QUEUE}?section=Sport").content.decode()


def bulk(desk, action, comments, *, confirmed=True, **said):
    items = {c: ReviewItem.objects.filter(comment=c).latest("id").pk for c in comments}
    data = {"action": action, "item": list(items.values())}
    if confirmed:
        data |= {"confirmed": "yes"}
        data |= {f"version-{pk}": factories.fresh(c).version for c, pk in items.items()}
    data |= said
    return desk.post(f"{QUEUE}bulk/", data, follow=True)


def results(page):
    return {
        result.item.comment.author.display_name: (result.decision is not None, result.now)
        for result in page.context["results"]
    }


def test_a_bulk_asks_once_more_and_shows_every_text(desk, article):
    comments = [factories.held(article), factories.held(article, author="Ben")]
    page = bulk(desk, "reject", comments, confirmed=False).content.decode()
    assert page.count("You idiot.") == 2
    assert all(factories.fresh(comment).status == "held" for comment in comments)


@pytest.mark.parametrize(
    "action, status, words",
    [("publish", "published", "Published"), ("hold", "held", "Kept on hold")],
)
def test_a_bulk_decides_each_and_shows_one_result_for_each(desk, article, action, status, words):
    comments = [factories.held(article), factories.held(article, author="Ben")]
    page = bulk(desk, action, comments)
    assert results(page) == {"Mal": (True, words), "Ben": (True, words)}
    assert {factories.fresh(comment).status for comment in comments} == {status}
    assert all(factories.fresh(c).decision.actor_kind == "person" for c in comments)


def test_a_bulk_rejection_tells_each_author_the_clause_and_the_reasoning(desk, article):
    comments = [factories.held(article), factories.held(article, author="Ben")]
    said = {"clause": "hateful-language", "reasoning": "Too rude."}
    page = bulk(desk, "reject", comments, **said)
    assert results(page) == {"Mal": (True, "Rejected"), "Ben": (True, "Rejected")}
    for comment in comments:
        decision = factories.fresh(comment).decision
        assert decision.clauses == ["hateful-language"]
        assert decision.statement.facts["reasoning"] == "Too rude."


def test_one_that_another_decided_is_refused_with_what_it_is_now_and_the_others_go_on(
    desk, article
):
    fine, moved = factories.held(article), factories.held(article, author="Ben")
    seen = {f"version-{ReviewItem.objects.get(comment=moved).pk}": factories.fresh(moved).version}
    remy = factories.make_moderator(article.site, "remy")
    decided_at = factories.decide(moved, remy, Outcome.PUBLISH).created_at
    page = bulk(desk, "publish", [fine, moved], **seen)
    assert results(page) == {
        "Mal": (True, "Published"),
        "Ben": (False, f"Published by remy, {decided_at:%H:%M} UTC"),
    }
    assert page.context["title"] == "1 decided, 1 not"
    assert "Somebody was faster" in page.content.decode()
    assert factories.fresh(moved).decision.actor == remy


def test_a_comment_without_its_version_is_not_decided(desk, article):
    rude = factories.held(article)
    item = ReviewItem.objects.get(comment=rude)
    data = {"action": "publish", "item": [item.pk], "confirmed": "yes"}
    page = desk.post(f"{QUEUE}bulk/", data)
    assert [result.decision for result in page.context["results"]] == [None]
    assert factories.fresh(rude).status == "held"


def test_what_left_the_queue_meanwhile_has_its_result_too(desk, article):
    rude, gone = factories.held(article), factories.held(article, author="Ben")
    seen = {f"version-{ReviewItem.objects.get(comment=gone).pk}": factories.fresh(gone).version}
    withdraw_comment(factories.fresh(gone))
    page = bulk(desk, "publish", [rude, gone], **seen)
    assert results(page) == {"Mal": (True, "Published"), "Ben": (False, "Withdrawn by its author")}


@pytest.mark.parametrize(
    "said", [{}, {"clause": "hateful-language", "reasoning": " "}, {"reasoning": "x"}], ids=str
)
def test_a_bulk_rejection_without_clause_and_reasoning_is_asked_again(desk, article, said):
    rude = factories.held(article)
    page = bulk(desk, "reject", [rude], **said)
    assert page.status_code == 400
    assert "You idiot." in page.content.decode()
    assert factories.fresh(rude).status == "held"


@pytest.mark.parametrize(
    "data, words",
    [
        ({"action": "publish"}, "Choose comments first."),
        ({"action": "delete", "item": "RUDE"}, "Choose what to do."),
        ({"action": "publish", "item": "FOREIGN"}, "Choose comments first."),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said(desk, article, data, words):
    foreign = factories.held(factories.make_article(factories.make_site("Foreign Times")))
    chosen = {"RUDE": factories.held(article), "FOREIGN": foreign}
    pks = {name: ReviewItem.objects.get(comment=comment).pk for name, comment in chosen.items()}
    data = {name: pks.get(value, value) for name, value in data.items()}
    page = desk.post(f"{QUEUE}bulk/", {**data, "confirmed": "yes"}, follow=True)
    assert words in page.content.decode()
    assert {factories.fresh(comment).status for comment in chosen.values()} == {"held"}


def test_more_than_a_hundred_are_refused(desk, article, monkeypatch):
    monkeypatch.setattr(bulk_module, "MOST_AT_ONCE", 1)
    comments = [factories.held(article), factories.held(article, author="Ben")]
    assert "At most 1 comments" in bulk(desk, "publish", comments).content.decode()
    assert {factories.fresh(comment).status for comment in comments} == {"held"}


def test_who_only_sees_has_no_bulk_actions(client, article):
    rude = factories.held(article)
    auditor = factories.make_moderator(article.site, "audrey", Membership.Role.AUDITOR)
    client.force_login(auditor)
    page = client.get(QUEUE)
    assert (page.status_code, page.context["may_decide"]) == (200, False)
    assert bulk(client, "publish", [rude]).status_code == 403
    assert factories.fresh(rude).status == "held"
