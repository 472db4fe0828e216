"""Users of the same project as readers: when asked for, by pages of the own origin."""

import json

import pytest
from django.test import Client

from articles.flows.change_reader_rules import change_reader_rules
from articles.flows.change_site import change_site
from discussion.models import Author, User
from tests import discussion_rows as rows
from tests.api_calls import Api, assert_problem

pytestmark = pytest.mark.django_db

ACTOR = "operator:test"
TOKEN = "t" * 32


class Page:
    """A page of this origin whose user is signed in; each header can be changed or left out."""

    def __init__(self, user=None):
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.client.cookies["csrftoken"] = TOKEN
        if user is not None:
            self.client.force_login(user)

    def send(self, method, path, data=None, **headers):
        sent = {"Authorization": "Session", "X_CSRFToken": TOKEN, **headers}
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            b"" if data is None else json.dumps(data),
            "application/json",
            headers={name.replace("_", "-"): value for name, value in sent.items() if value},
        )


@pytest.fixture
def eva(db):
    return User.objects.create(username="eva", first_name="Eva", last_name="E.", email="e@x.org")


@pytest.fixture
def page(site, eva):
    change_reader_rules(site, {"session_readers": True}, actor=ACTOR)
    return Page(eva)


@pytest.fixture
def comments(article):
    return f"articles/{article.public_id}/comments/"


BODY = {"body": "Hello."}


class TestASignedInUser:
    def test_they_read_and_write_as_a_reader_linked_to_their_user(self, page, comments, eva):
        made = page.send("POST", comments, BODY)
        assert made.status_code == 202, made.content
        author = Author.objects.get()
        assert (author.user, author.display_name, author.email) == (eva, "Eva E.", "e@x.org")
        assert made.json()["author"]["kind"] == "reader"
        (waiting,) = page.send("GET", comments).json()["waiting"]
        assert waiting["body_text"] == "Hello."

    def test_twice_they_are_the_same(self, page, comments):
        page.send("POST", comments, BODY)
        page.send("POST", comments, {"body": "And more."})
        assert Author.objects.count() == 1

    def test_their_answers_are_kept_by_no_cache(self, page, comments):
        answer = page.send("GET", comments)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Authorization" in answer.headers["Vary"]

    def test_an_address_is_never_the_name(self, page, comments, eva):
        User.objects.filter(pk=eva.pk).update(username="eva@x.org", first_name="", last_name="")
        page.send("POST", comments, BODY)
        assert Author.objects.get().display_name == f"Reader {eva.pk}"

    def test_nobody_gets_into_their_account_by_a_sites_word(self, page, comments, site, eva):
        page.send("POST", comments, BODY)
        author = Author.objects.get()
        assert author.subject.endswith(f"user:{eva.pk}")
        api = Api(rows.reader_token(site, f"user:{eva.pk}"))
        api.post(comments, {"body": "As her."})
        assert Author.objects.exclude(pk=author.pk).get().user is None

    def test_where_the_path_says_no_site_the_query_has_to(self, page, site):
        assert_problem(page.send("GET", "me/mutes/"), 401, "not-authenticated")
        assert page.send("GET", f"me/mutes/?site={site.slug}").status_code == 200


class TestWhatASessionDoesNot:
    def test_the_cookie_alone_is_nobody(self, page, comments):
        answer = page.send("POST", comments, BODY, Authorization="")
        assert_problem(answer, 401, "not-authenticated")
        public = page.send("GET", comments, Authorization="")
        assert "waiting" not in public.json()
        assert public.headers["Vary"] == Client().get(f"/api/v1/{comments}").headers["Vary"]

    def test_a_change_needs_the_csrf_token(self, page, comments):
        for wrong in ("", "x" * 32):
            answer = page.send("POST", comments, BODY, X_CSRFToken=wrong)
            assert_problem(answer, 403, "csrf")
        assert not Author.objects.exists()

    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "https://testserver"},
            {"Origin": "https://www.ledger.example"},
            {"Sec_Fetch_Site": "cross-site"},
            {"Sec_Fetch_Site": "same-site"},
        ],
    )
    def test_another_origin_has_none_also_one_that_may_read(
        self, page, comments, site, settings, method, headers
    ):
        change_site(site, {"allowed_origins": ["https://www.ledger.example"]}, actor=ACTOR)
        settings.CSRF_TRUSTED_ORIGINS = ["https://www.ledger.example"]
        answer = page.send(method, comments, BODY if method == "POST" else None, **headers)
        assert_problem(answer, 403, "other-origin")
        assert "Access-Control-Allow-Credentials" not in answer.headers

    def test_the_own_origin_may_be_named(self, page, comments):
        named = {"Origin": "http://testserver", "Sec_Fetch_Site": "same-origin"}
        assert page.send("POST", comments, BODY, **named).status_code == 202

    def test_nobody_signed_in_is_nobody(self, page, comments):
        assert_problem(Page().send("POST", comments, BODY), 401, "not-authenticated")

    def test_a_user_who_was_switched_off_is_nobody(self, page, comments, eva):
        User.objects.filter(pk=eva.pk).update(is_active=False)
        assert_problem(page.send("POST", comments, BODY), 401, "not-authenticated")

    def test_a_site_takes_none_until_it_says_so(self, page, site, comments):
        change_reader_rules(site, {"session_readers": False}, actor=ACTOR)
        assert_problem(page.send("POST", comments, BODY), 401, "not-authenticated")

    def test_a_moderator_is_a_reader_like_any_other(self, page, comments, article, ada):
        theirs = rows.make_comment(article, ada)
        sam = User.objects.create_superuser("sam")
        answer = Page(sam).send("DELETE", f"comments/{theirs.public_id}/")
        assert_problem(answer, 403, "not-yours")
        # The desk's calls know the cookie and no `Authorization`.
        assert Page(sam).send("GET", "moderation/queue/", Authorization="").status_code == 200
