import pytest
from django.utils import timezone

from discussion.idempotency import KEPT
from discussion.models import Author, Comment, IdempotencyRecord
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import (
    make_article,
    make_comment,
    make_site,
    reader_token,
    recording_screener,
)

pytestmark = pytest.mark.django_db

# The token's key, the article, the author; under the author's lock the request's key and a twin;
# the comment, its key, its text, its first event, its place. Begin and end are a savepoint here.
# The job of judging is the screener's.
STATEMENTS = 13


def comments_of(article):
    return f"articles/{article.public_id}/comments/"


def test_a_comment_is_accepted_before_it_is_judged(article, as_ada, settings):
    answer = as_ada.post(comments_of(article), {"body": "What a *good* bridge."})
    assert answer.status_code == 202
    shown = answer.json()
    assert shown["status"] == "pending"
    assert shown["body_text"] == "What a *good* bridge."
    assert shown["author"]["display_name"] == "Ada"
    assert answer.headers["Retry-After"] == "2"
    assert answer.headers["Location"] == f"{settings.PUBLIC_URL}/api/v1/comments/{shown['id']}/"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [r.comment.public_id.hex for r in recording_screener.submitted] == [
        shown["id"].replace("-", "")
    ]


def test_nobody_else_sees_it_before_it_is_judged(article, as_ada, as_ben, nobody):
    comment_id = as_ada.post(comments_of(article), {"body": "Hello."}).json()["id"]
    assert nobody.get(comments_of(article)).json()["results"] == []
    assert_problem(nobody.get(f"comments/{comment_id}/"), 404, "not-found")
    assert_problem(as_ben.get(f"comments/{comment_id}/"), 404, "not-found")
    assert as_ada.get(f"comments/{comment_id}/").json()["status"] == "pending"


def test_a_guest_may_not_post(article, nobody):
    answer = nobody.post(comments_of(article), {"body": "Hello."})
    assert_problem(answer, 401, "not-authenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_reader_of_another_site_may_not_post(article, other_site):
    stranger = Api(reader_token(other_site, "ada"))
    assert_problem(stranger.post(comments_of(article), {"body": "Hello."}), 403, "other-site")
    assert not Comment.objects.exists()


def test_a_reply_stands_below_its_parent(article, ada, as_ben):
    parent = make_comment(article, ada)
    data = {"body": "I agree.", "parent_id": str(parent.public_id)}
    assert as_ben.post(comments_of(article), data).json()["parent_id"] == str(parent.public_id)


def test_a_parent_that_the_article_does_not_show_is_refused(site, article, ada, as_ben):
    elsewhere = make_comment(make_article(site), ada)
    pending = make_comment(article, ada, outcome=None)
    rejected = make_comment(article, ada, outcome="reject")
    for parent in (elsewhere, pending, rejected):
        data = {"body": "I agree.", "parent_id": str(parent.public_id)}
        problem = assert_problem(as_ben.post(comments_of(article), data), 400, "unknown-parent")
        assert problem["errors"][0]["pointer"] == "/parent_id"


def test_a_tombstone_cannot_be_answered(article, ada, ben, as_ada, as_ben):
    parent = make_comment(article, ada)
    make_comment(article, ben, parent=parent)
    assert as_ada.send("DELETE", f"comments/{parent.public_id}/").status_code == 204
    data = {"body": "Too late.", "parent_id": str(parent.public_id)}
    assert_problem(as_ben.post(comments_of(article), data), 409, "parent-gone")


@pytest.mark.parametrize(
    ("data", "code", "pointer"),
    [
        ({"body": "   \n\t "}, "blank-body", "/body"),
        ({"body": "x" * 10_001}, "body-too-long", "/body"),
        ({"body": "bell\a"}, "control-character", "/body"),
        ({}, "invalid", "/body"),
        ({"body": 5}, "invalid", "/body"),
        ({"body": None}, "invalid", "/body"),
        ({"body": "x", "parent_id": 7}, "invalid", "/parent_id"),
        ({"body": "x", "parent_id": True}, "invalid", "/parent_id"),
        ({"body": "x", "parent": None}, "unknown-field", "/parent"),
        ({"body": "x", "status": "published"}, "unknown-field", "/status"),
        ({"body": "x", "a/b~c": 1}, "unknown-field", "/a~1b~0c"),
    ],
)
def test_what_is_wrong_with_a_comment_is_pointed_at(article, as_ada, data, code, pointer):
    problem = assert_problem(as_ada.post(comments_of(article), data), 400, code)
    assert problem["errors"][0]["pointer"] == pointer
    assert not Comment.objects.exists()


def test_the_longest_comment_is_stored_as_it_was_sent(article, as_ada):
    body = "\U0001f600" * 10_000
    assert as_ada.post(comments_of(article), {"body": body}).json()["body_text"] == body


def test_the_same_words_twice_are_a_duplicate(article, as_ada):
    as_ada.post(comments_of(article), {"body": "caf\u00e9"})
    answer = as_ada.post(comments_of(article), {"body": "cafe\u0301"})
    assert_problem(answer, 409, "duplicate-comment")


def test_a_closed_article_takes_no_comment(site, as_ada):
    closed = make_article(site, commenting="closed")
    assert_problem(as_ada.post(comments_of(closed), {"body": "x"}), 403, "article-closed")


def test_a_ban_is_looked_at_with_every_write(article, ada, as_ada):
    Author.objects.filter(pk=ada.pk).update(restriction="banned")
    assert_problem(as_ada.post(comments_of(article), {"body": "x"}), 403, "author-banned")


def test_an_unknown_article_is_nowhere(site, as_ada):
    missing = "articles/0192a000-0000-7000-8000-000000000000/comments/"
    assert_problem(as_ada.post(missing, {"body": "x"}), 404, "not-found")


def test_its_cost_does_not_grow(article, ada, as_ada, django_assert_num_queries):
    as_ada.post(comments_of(article), {"body": "Before."})
    with django_assert_num_queries(STATEMENTS):
        as_ada.post(comments_of(article), {"body": "First."}, Idempotency_Key="k-1")
    for _ in range(5):
        make_comment(article, ada)
    with django_assert_num_queries(STATEMENTS):
        as_ada.post(comments_of(article), {"body": "Last."}, Idempotency_Key="k-2")


def test_what_is_answered_is_what_is_read_afterwards(article, ada, as_ada, as_ben):
    parent = make_comment(article, ada)
    for body in ({"body": "A *root*."}, {"body": "A reply.", "parent_id": str(parent.public_id)}):
        answered = as_ben.post(comments_of(article), body).json()
        assert as_ben.get(f"comments/{answered['id']}/").json() == answered


class TestIdempotencyKey:
    def test_a_repeated_request_gets_the_same_comment(self, article, as_ada):
        first = as_ada.post(comments_of(article), {"body": "x"}, Idempotency_Key="k-1")
        again = as_ada.post(comments_of(article), b'{ "body" : "x" }', Idempotency_Key="k-1")
        assert again.status_code == 202
        assert again.json() == first.json()
        assert Comment.objects.count() == 1

    def test_a_repeated_request_is_answered_also_when_its_parent_is_gone(
        self, article, ada, as_ada, as_ben
    ):
        parent = make_comment(article, ada)
        data = {"body": "I agree.", "parent_id": str(parent.public_id)}
        first = as_ben.post(comments_of(article), data, Idempotency_Key="k-1")
        assert as_ada.send("DELETE", f"comments/{parent.public_id}/").status_code == 204
        again = as_ben.post(comments_of(article), data, Idempotency_Key="k-1")
        assert (first.status_code, again.status_code) == (202, 202)
        assert again.json() == first.json()

    def test_the_key_cannot_be_used_for_something_else(self, article, as_ada):
        as_ada.post(comments_of(article), {"body": "x"}, Idempotency_Key="k-1")
        answer = as_ada.post(comments_of(article), {"body": "y"}, Idempotency_Key="k-1")
        assert_problem(answer, 422, "idempotency-key-reused")

    def test_a_key_of_the_day_before_yesterday_is_as_good_as_new(self, article, as_ada):
        first = as_ada.post(comments_of(article), {"body": "x"}, Idempotency_Key="k-1").json()
        IdempotencyRecord.objects.update(created_at=timezone.now() - 2 * KEPT)
        second = as_ada.post(comments_of(article), {"body": "y"}, Idempotency_Key="k-1").json()
        again = as_ada.post(comments_of(article), {"body": "y"}, Idempotency_Key="k-1").json()
        assert first["id"] != second["id"]
        assert again == second
        assert IdempotencyRecord.objects.count() == 1

    def test_the_key_of_one_reader_is_not_anothers(self, article, as_ada, as_ben):
        first = as_ada.post(comments_of(article), {"body": "x"}, Idempotency_Key="k-1").json()
        second = as_ben.post(comments_of(article), {"body": "x"}, Idempotency_Key="k-1").json()
        assert first["id"] != second["id"]

    @pytest.mark.parametrize("key", ["", "k" * 256, "k\u00e9y"])
    def test_a_key_that_cannot_be_one_is_refused(self, article, as_ada, key):
        answer = as_ada.post(comments_of(article), {"body": "x"}, Idempotency_Key=key)
        assert_problem(answer, 400, "bad-idempotency-key")


class TestAuthorRow:
    def test_reading_makes_no_author(self, article, as_ada):
        as_ada.get(comments_of(article))
        assert not Author.objects.exists()

    def test_a_changed_name_is_taken_over_with_the_next_write(self, site, article, ada):
        renamed = Api(reader_token(site, "ada", name="Ada Lovelace", badges=["staff"]))
        renamed.post(comments_of(article), {"body": "x"})
        ada.refresh_from_db()
        assert (ada.display_name, ada.badges) == ("Ada Lovelace", ["staff"])

    @pytest.mark.parametrize(
        "claims", [{"name": "Ada Lovelace"}, {"badges": ["staff"]}], ids=["name", "badges"]
    )
    def test_pages_show_the_name_and_badges_of_now(self, site, article, ada, nobody, claims):
        make_comment(article, ada)
        elsewhere = make_article(site)
        tag = nobody.get(comments_of(article)).headers["ETag"]
        assert nobody.get(comments_of(article), If_None_Match=tag).status_code == 304
        Api(reader_token(site, "ada", **claims)).post(comments_of(elsewhere), {"body": "x"})
        answer = nobody.get(comments_of(article), If_None_Match=tag)
        assert answer.status_code == 200
        shown = answer.json()["results"][0]["author"]
        assert (shown["display_name"], shown["badges"]) == (
            claims.get("name", "Ada"),
            claims.get("badges", []),
        )
        elsewhere.refresh_from_db(fields=["version"])
        assert elsewhere.version == 1

    def test_the_same_subject_at_two_sites_is_two_people(self, site, article, as_ada, other_site):
        elsewhere = make_article(other_site)
        as_ada.post(comments_of(article), {"body": "x"})
        Api(reader_token(other_site, "ada")).post(comments_of(elsewhere), {"body": "x"})
        assert Author.objects.filter(subject="ada").count() == 2


def test_a_token_with_a_role_makes_no_staff(site, article):
    pretender = Api(reader_token(site, "mal", role="admin", is_staff=True, is_superuser=True))
    assert pretender.post(comments_of(article), {"body": "x"}).status_code == 202
    assert Author.objects.get().user is None


def test_make_site_is_known_by_its_slug(db):
    assert make_site("Antiwar.com").slug == "antiwar-com"
