import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from discussion.models import Comment
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import (
    make_article,
    make_comment,
    make_person,
    reader_token,
    rule,
)

pytestmark = pytest.mark.django_db


def comments_of(article):
    return f"articles/{article.public_id}/comments/"


def ids(results):
    return [comment["id"] for comment in results]


def ids_of(comments):
    return [str(comment.public_id) for comment in comments]


def everything(api, address):
    """Follow `next` to the end; return the ids in the order seen."""
    found = []
    while address:
        page = api.get(address).json()
        found += ids(page["results"])
        address = page["next"]
    return found


class TestPages:
    def test_roots_come_newest_first(self, article, ada, nobody):
        comments = [make_comment(article, ada) for _ in range(3)]
        page = nobody.get(comments_of(article)).json()
        assert ids(page["results"]) == ids_of(reversed(comments))
        assert (page["next"], page["previous"]) == (None, None)

    @pytest.mark.parametrize("sort", ["newest", "oldest"])
    def test_following_next_shows_each_comment_once_and_previous_leads_back(
        self, article, ada, nobody, sort
    ):
        comments = [make_comment(article, ada) for _ in range(7)]
        expected = ids_of(comments if sort == "oldest" else reversed(comments))
        first = nobody.get(comments_of(article), {"limit": 3, "sort": sort})
        assert everything(nobody, f"/api/v1/{comments_of(article)}?limit=3&sort={sort}") == expected
        second = nobody.get(first.json()["next"]).json()
        assert nobody.get(second["previous"]).json()["results"] == first.json()["results"]
        assert f'<{first.json()["next"]}>; rel="next"' in first.headers["Link"]

    def test_a_page_stays_where_it_is_while_comments_arrive(self, article, ada, nobody):
        comments = [make_comment(article, ada) for _ in range(4)]
        following = nobody.get(comments_of(article), {"limit": 2}).json()["next"]
        make_comment(article, ada)
        expected = ids_of([comments[1], comments[0]])
        assert ids(nobody.get(following).json()["results"]) == expected

    def test_a_cursor_works_for_its_own_list_alone(self, site, article, ada, nobody):
        other = make_article(site)
        for place in (article, other):
            make_comment(place, ada)
            make_comment(place, ada)
        following = nobody.get(comments_of(article), {"limit": 1}).json()["next"]
        cursor = following.split("cursor=")[1].split("&")[0]
        elsewhere = nobody.get(comments_of(other), {"limit": 1, "cursor": cursor})
        assert_problem(elsewhere, 400, "bad-cursor")
        other_order = nobody.get(comments_of(article), {"sort": "oldest", "cursor": cursor})
        assert_problem(other_order, 400, "bad-cursor")

    @pytest.mark.parametrize("cursor", ["%%%%", "AAAA////", "A", "A" * 39, "é"])
    def test_a_made_up_cursor_is_refused(self, article, nobody, cursor):
        answer = nobody.get(comments_of(article), {"cursor": cursor})
        assert_problem(answer, 400, "bad-cursor")


class TestReplies:
    def test_replies_stand_below_what_they_answer(self, article, ada, ben, nobody):
        root = make_comment(article, ada)
        first = make_comment(article, ben, parent=root)
        second = make_comment(article, ada, parent=root)
        below = make_comment(article, ada, parent=first)
        shown = nobody.get(comments_of(article)).json()["results"][0]
        assert shown["reply_count"] == 2
        assert ids(shown["replies"]["results"]) == ids_of([first, second])
        assert ids(shown["replies"]["results"][0]["replies"]["results"]) == ids_of([below])
        assert shown["replies"]["next"] is None

    def test_the_rest_of_the_replies_is_one_address_away(self, article, ada, nobody):
        root = make_comment(article, ada)
        replies = [make_comment(article, ada, parent=root) for _ in range(5)]
        shown = nobody.get(comments_of(article), {"replies_limit": 2}).json()["results"][0]
        assert ids(shown["replies"]["results"]) == ids_of(replies[:2])
        rest = everything(nobody, shown["replies"]["next"])
        assert rest == ids_of(replies[2:])

    def test_without_replies_the_address_begins_at_the_first(self, article, ada, nobody):
        root = make_comment(article, ada)
        replies = [make_comment(article, ada, parent=root) for _ in range(3)]
        shown = nobody.get(comments_of(article), {"replies_limit": 0}).json()["results"][0]
        assert shown["replies"]["results"] == []
        assert everything(nobody, shown["replies"]["next"]) == ids_of(replies)

    def test_a_deep_thread_is_cut_with_an_address_where_it_is_cut(self, article, ada, nobody):
        chain = [make_comment(article, ada)]
        for _ in range(4):
            chain.append(make_comment(article, ada, parent=chain[-1]))
        shown = nobody.get(comments_of(article), {"replies_limit": 2}).json()["results"][0]
        last = shown["replies"]["results"][0]["replies"]["results"][0]
        assert last["id"] == str(chain[2].public_id)
        rest = nobody.get(last["replies"]["next"]).json()["results"]
        assert ids(rest) == ids_of([chain[3]])
        assert ids(rest[0]["replies"]["results"]) == ids_of([chain[4]])

    def test_a_page_shows_200_comments_at_most(self, article, ada, nobody):
        for _ in range(6):
            root = make_comment(article, ada)
            for _ in range(45):
                make_comment(article, ada, parent=root)
        page = nobody.get(comments_of(article), {"replies_limit": 50}).json()["results"]
        shown = [len(root["replies"]["results"]) for root in page]
        assert shown == [45, 45, 45, 45, 14, 0]
        assert page[5]["reply_count"] == 45
        assert page[5]["replies"]["next"] is not None

    def test_an_unknown_parent_is_refused(self, site, article, ada, nobody):
        elsewhere = make_comment(make_article(site), ada)
        answer = nobody.get(comments_of(article), {"parent": str(elsewhere.public_id)})
        assert_problem(answer, 400, "unknown-parent")


class TestTombstones:
    def test_a_gone_comment_with_replies_says_by_whose_act_and_nothing_else(
        self, article, ada, ben, nobody
    ):
        root = make_comment(article, ada, "A secret text.")
        reply = make_comment(article, ben, parent=root)
        rule(root, "reject", person=make_person())
        answer = nobody.get(comments_of(article))
        shown = answer.json()["results"][0]
        assert shown["tombstone"] == {"cause": "moderator"}
        assert (shown["author"], shown["body_html"], shown["published_at"]) == (None, None, None)
        assert ids(shown["replies"]["results"]) == ids_of([reply])
        assert b"A secret text." not in answer.content
        assert b"Ada" not in answer.content

    def test_a_gone_comment_without_replies_leaves_nothing(self, article, ada, as_ada, nobody):
        comment = make_comment(article, ada)
        as_ada.send("DELETE", f"comments/{comment.public_id}/")
        assert nobody.get(comments_of(article)).json()["results"] == []
        assert_problem(nobody.get(f"comments/{comment.public_id}/"), 404, "not-found")

    def test_an_erased_comment_is_gone_for_everybody(self, article, ada, as_ada, nobody):
        comment = make_comment(article, ada)
        Comment.objects.filter(pk=comment.pk).update(
            status="erased", public_revision=None, listed=False
        )
        for api in (nobody, as_ada):
            assert_problem(api.get(f"comments/{comment.public_id}/"), 410, "erased")

    def test_nothing_public_tells_a_score_or_a_person_of_staff(self, article, ada, nobody):
        comment = make_comment(article, ada)
        answers = (nobody.get(comments_of(article)), nobody.get(f"comments/{comment.public_id}/"))
        for answer in answers:
            for word in (b"score", b"signal", b"note", b"e-mail", b'"sub', b"decision"):
                assert word not in answer.content


class TestCaching:
    def test_an_unchanged_page_costs_one_read_of_the_article(
        self, article, ada, nobody, django_assert_num_queries
    ):
        make_comment(article, ada)
        etag = nobody.get(comments_of(article)).headers["ETag"]
        with django_assert_num_queries(1) as captured:
            answer = nobody.get(comments_of(article), If_None_Match=etag)
        assert answer.status_code == 304
        assert answer.headers["ETag"] == etag
        assert answer.content == b""
        assert "discussion_comment" not in captured.captured_queries[0]["sql"]

    def test_a_finished_page_is_kept_until_its_article_changes(self, article, ada, nobody):
        make_comment(article, ada)
        first = nobody.get(comments_of(article))
        with CaptureQueriesContext(connection) as captured:
            again = nobody.get(comments_of(article))
        assert again.content == first.content
        assert len(captured) == 1
        make_comment(article, ada)
        changed = nobody.get(comments_of(article), If_None_Match=first.headers["ETag"])
        assert changed.status_code == 200
        assert len(changed.json()["results"]) == 2

    def test_the_public_page_may_be_kept_by_others_and_the_personal_may_not(
        self, article, as_ada, nobody
    ):
        assert nobody.get(comments_of(article)).headers["Cache-Control"] == "public, max-age=10"
        personal = as_ada.get(comments_of(article))
        assert personal.headers["Cache-Control"] == "private, no-store"
        assert "Authorization" in personal.headers["Vary"]
        assert "ETag" not in personal.headers

    def test_two_questions_have_two_tags(self, article, nobody):
        tags = {
            nobody.get(comments_of(article), query).headers["ETag"]
            for query in ({}, {"limit": 5}, {"sort": "oldest"}, {"replies_limit": 3})
        }
        assert len(tags) == 4


class TestOwnView:
    def test_what_waits_is_shown_to_its_author(self, article, ada, as_ada, as_ben, nobody):
        make_comment(article, ada)
        pending = make_comment(article, ada, "Not yet judged.", outcome=None)
        held = make_comment(article, ada, "Held for a person.", outcome="hold")
        waiting = as_ada.get(comments_of(article)).json()["waiting"]
        assert ids(waiting) == ids_of([held, pending])
        assert waiting[0]["body_text"] == "Held for a person."
        assert waiting[0]["tombstone"] is None
        assert as_ben.get(comments_of(article)).json()["waiting"] == []
        assert "waiting" not in nobody.get(comments_of(article)).json()

    def test_what_may_be_done_depends_on_who_asks(self, article, ada, as_ada, as_ben, nobody):
        make_comment(article, ada, "Mine.")
        mine = as_ada.get(comments_of(article)).json()["results"][0]
        theirs = as_ben.get(comments_of(article)).json()["results"][0]
        public = nobody.get(comments_of(article)).json()["results"][0]
        may = {"reply": True, "edit": True, "report": False, "react": False, "appeal": False}
        assert mine["can"] == may
        assert theirs["can"] == may | {"edit": False, "report": True, "react": True}
        assert mine["body_text"] == "Mine."
        assert "body_text" not in theirs
        assert not {"can", "body_text"} & public.keys()

    def test_a_reader_of_another_site_is_refused(self, article, other_site):
        stranger = Api(reader_token(other_site))
        assert_problem(stranger.get(comments_of(article)), 403, "other-site")

    def test_a_bad_token_is_refused_even_where_none_is_needed(self, article):
        answer = Api("not.a.token").get(comments_of(article))
        assert_problem(answer, 401, "token-invalid")

    def test_my_rejected_comment_is_mine_to_see(self, article, ada, as_ada):
        comment = make_comment(article, ada, "Too rude.", outcome="reject")
        shown = as_ada.get(f"comments/{comment.public_id}/").json()
        assert (shown["status"], shown["body_text"]) == ("rejected", "Too rude.")


def test_a_list_costs_as_many_statements_with_200_comments_as_with_20(site, ada):
    threads = [thread_of(site, ada, size) for size in (20, 200)]
    for query in ({}, {"parent"}, {"cursor"}):
        # The article, roots, descendants, counts of replies; and the row that a query names.
        public = [statements(Api(), thread, query) for thread in threads]
        assert public == [4 + len(query)] * 2
        # Besides: the key, the author, what waits; own texts, what they are asked to change in
        # them, and what they can appeal; how they reacted.
        personal = [statements(Api(reader_token(site)), thread, query) for thread in threads]
        assert personal == [11 + len(query)] * 2


def test_one_comment_costs_as_many_statements_with_many_replies_as_with_none(article, ada):
    lonely, root = make_comment(article, ada), make_comment(article, ada)
    for _ in range(30):
        make_comment(article, ada, parent=root)
    for comment in (lonely, root):
        with CaptureQueriesContext(connection) as captured:
            Api().get(f"comments/{comment.public_id}/")
        assert len(captured) == 3


def thread_of(site, author, size):
    article = make_article(site)
    roots = [make_comment(article, author) for _ in range(size // 5)]
    for root in roots:
        parent = root
        for _ in range(4):
            parent = make_comment(article, author, parent=parent)
    return Article.objects.get(pk=article.pk)


def statements(api, article, query):
    asked = {"limit": 2, "replies_limit": 3}
    if "parent" in query:
        asked["parent"] = str(article.comments.order_by("pk").first().public_id)
    if "cursor" in query:
        address = api.get(comments_of(article), asked).json()["next"]
        asked["cursor"] = address.split("cursor=")[1]
    with CaptureQueriesContext(connection) as captured:
        assert api.get(comments_of(article), asked).status_code == 200
    return len(captured)
