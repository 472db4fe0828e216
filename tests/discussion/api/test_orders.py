"""Lists by likes and by replies."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion.flows.react import react
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment
from tests.api_calls import assert_problem
from tests.discussion_rows import make_article, make_comment

pytestmark = pytest.mark.django_db

FIGURES = (3, 0, 5, 3, 0, 0, 3)
# The highest first; where figures are equal, the newest.
EXPECTED = (2, 6, 3, 0, 5, 4, 1)


@pytest.fixture
def comments(article, ada):
    made = [make_comment(article, ada) for _ in FIGURES]
    for comment, figure in zip(made, FIGURES, strict=True):
        Comment.objects.filter(pk=comment.pk).update(like_count=figure, reply_count=figure)
    return made


def address(article, sort, limit):
    return f"/api/v1/articles/{article.public_id}/comments/?sort={sort}&limit={limit}"


def ids(results):
    return [comment["id"] for comment in results]


def expected_ids(comments):
    return [str(comments[place].public_id) for place in EXPECTED]


SORTS = pytest.mark.parametrize("sort", ["most_liked", "most_replies"])


@SORTS
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_each_is_shown_once_the_highest_first(article, comments, nobody, sort, limit):
    found, following = [], address(article, sort, limit)
    while following:
        page = nobody.get(following).json()
        found += ids(page["results"])
        following = page["next"]
    assert found == expected_ids(comments)


@SORTS
def test_previous_leads_back(article, comments, nobody, sort):
    pages = [nobody.get(address(article, sort, 3)).json()]
    while pages[-1]["next"]:
        pages.append(nobody.get(pages[-1]["next"]).json())
    back = nobody.get(pages[2]["previous"]).json()
    assert ids(back["results"]) == ids(pages[1]["results"])
    assert ids(nobody.get(back["previous"]).json()["results"]) == ids(pages[0]["results"])


@SORTS
def test_the_place_stays_when_the_last_one_shown_has_moved(article, comments, nobody, sort):
    first = nobody.get(address(article, sort, 3)).json()
    Comment.objects.filter(pk=comments[3].pk).update(like_count=99, reply_count=99)
    rest = nobody.get(first["next"]).json()
    assert ids(rest["results"]) == expected_ids(comments)[3:6]


@SORTS
def test_replies_to_one_comment_have_the_same_orders(article, ada, nobody, sort):
    root = make_comment(article, ada)
    low, high = (make_comment(article, ada, parent=root) for _ in range(2))
    Comment.objects.filter(pk=low.pk).update(like_count=2, reply_count=2)
    page = nobody.get(address(article, sort, 1) + f"&parent={root.public_id}").json()
    assert ids(page["results"]) == [str(low.public_id)]
    assert ids(nobody.get(page["next"]).json()["results"]) == [str(high.public_id)]


def test_a_cursor_of_one_order_is_none_of_another(article, comments, nobody):
    cursor = nobody.get(address(article, "most_liked", 1)).json()["next"].split("cursor=")[1]
    answer = nobody.get(address(article, "most_replies", 1) + f"&cursor={cursor}")
    assert_problem(answer, 400, "bad-cursor")


def test_likes_and_replies_move_a_comment_up(site, article, ada, ben, nobody):
    old, new = make_comment(article, ada), make_comment(article, ada)
    react(Comment.objects.get(pk=old.pk), ben, "like")
    liked = nobody.get(address(article, "most_liked", 5)).json()["results"]
    assert ids(liked) == [str(old.public_id), str(new.public_id)]
    reply = make_comment(article, ben, parent=old)
    make_comment(article, ben, parent=old, outcome="hold")
    assert Comment.objects.get(pk=old.pk).reply_count == 1
    answered = nobody.get(address(article, "most_replies", 5)).json()["results"]
    assert ids(answered) == [str(old.public_id), str(new.public_id)]
    withdraw_comment(reply)
    assert Comment.objects.get(pk=old.pk).reply_count == 0


@SORTS
def test_a_page_costs_the_same_in_a_long_thread_and_walks_no_more_of_it(site, ada, nobody, sort):
    costs = []
    for size in (4, 40):
        article = make_article(site)
        for _ in range(size):
            make_comment(article, ada)
        following = nobody.get(address(article, sort, 2)).json()["next"]
        with CaptureQueriesContext(connection) as captured:
            nobody.get(following)
        costs.append(len(captured))
    # The article, the cursor's row, roots, descendants, counts of replies.
    assert costs == [5, 5]
    if connection.vendor == "sqlite":
        column, index = {
            "most_liked": ("like_count", "comment_roots_by_likes"),
            "most_replies": ("reply_count", "comment_roots_by_replies"),
        }[sort]
        (page,) = [q["sql"] for q in captured.captured_queries if ") < (" in q["sql"]]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {page}")
            plan = " / ".join(row[-1] for row in cursor.fetchall())
        assert f"INDEX {index} (article_id=? AND {column}<?)" in plan
        assert "TEMP B-TREE" not in plan
