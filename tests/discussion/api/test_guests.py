"""Guests over HTTP: off until a site wants them, marked, counted by network, nobody else."""

import jwt
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.flows.change_reader_rules import change_reader_rules
from articles.flows.change_site import change_site
from articles.flows.revoke_reader_key import revoke_reader_key
from articles.models import AuditEvent, ReaderKey
from discussion.identity import TokenRefused, read_token
from discussion.models import Author, Comment, User
from discussion.models.people import GUEST
from discussion.tokens.lifetimes import MAX_GUEST_LIFETIME
from moderation.models import Membership
from tests import discussion_rows as rows
from tests.api_calls import Api, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def guests(site):
    change_reader_rules(site, {"guests": True}, actor="operator:test")
    return f"sites/{site.slug}/guests/"


@pytest.fixture
def comments(article):
    return f"articles/{article.public_id}/comments/"


def admitted(guests, name="Ida"):
    answer = Api().post(guests, {"name": name})
    assert answer.status_code == 201, answer.content
    return answer.json()


class TestComing:
    def test_a_guest_gets_a_token_and_no_row_is_made_of_them(self, site, guests):
        answer = Api().post(guests, {"name": " Ida  B. "})
        assert answer.status_code == 201
        assert answer.headers["Cache-Control"] == "no-store"
        came = answer.json()
        assert set(came) == {"token", "expires_at", "subject"}
        identity = read_token(came["token"])
        assert (identity.site_id, identity.display_name) == (site.pk, "Ida B.")
        assert identity.is_guest
        assert not Author.objects.exists()

    def test_each_is_somebody_else(self, guests):
        assert admitted(guests)["subject"] != admitted(guests)["subject"]

    def test_a_site_takes_none_until_it_says_so(self, site):
        answer = Api().post(f"sites/{site.slug}/guests/", {"name": "Ida"})
        assert_problem(answer, 403, "guests-not-allowed")
        assert not ReaderKey.objects.exists()

    def test_of_a_site_that_is_not_there(self):
        assert_problem(Api().post("sites/nowhere/guests/", {"name": "Ida"}), 404, "not-found")

    @pytest.mark.parametrize("body", [{}, {"name": 1}, {"name": "a\nb"}, {"name": "x" * 41}])
    def test_what_is_no_name(self, guests, body):
        assert_problem(Api().post(guests, body), 400, "invalid")

    def test_a_guest_names_no_badge_and_no_subject(self, guests):
        answer = Api().post(guests, {"name": "Ida", "subject": "ada", "badges": ["Editor"]})
        assert_problem(answer, 400, "unknown-field")

    @pytest.mark.parametrize(
        "name",
        [
            "The Daily Ledger",
            "the daily ledger team",
            "Ledger",
            "@ledger",
            "Ada Author",
            "\u0410d\u0430 \u0410uth\u043er",
            "ADA-AUTHOR",
            "Rosa Reyes",
            "Moderat0r",
            "The Editor",
            "a d m i n",
            "\u200b\u200b",
            "Buy pills now",
        ],
    )
    def test_a_name_of_the_house_is_refused_however_it_is_written(self, site, guests, name):
        change_site(
            site,
            {
                "aliases": ["Ledger"],
                "staff": ["Ada Author"],
                "handles": ["@ledger"],
                "blocked_phrases": ["buy pills"],
            },
            actor="operator:test",
        )
        rosa = User.objects.create(username="r.reyes", first_name="Rosa", last_name="Reyes")
        Membership.objects.create(user=rosa, site=site, role=Membership.Role.MODERATOR)
        assert_problem(Api().post(guests, {"name": name}), 400, "name-refused")

    @pytest.mark.parametrize("name", ["Ada", "Albert", "Eddie Tor", "Lena Ledge"])
    def test_a_name_that_only_reminds_of_one_is_free(self, site, guests, name):
        change_site(
            site, {"aliases": ["Ledger"], "staff": ["Ada Author", "Al"]}, actor="operator:test"
        )
        assert Api().post(guests, {"name": name}).status_code == 201

    def test_they_are_counted_by_network_whoever_they_say_they_are(self, site, guests, settings):
        settings.THROTTLES = {**settings.THROTTLES, "guest": "2/hour"}
        token = rows.reader_token(site)
        assert Api().post(guests, {"name": "Ida"}).status_code == 201
        assert Api(token).post(guests, {"name": "Ida"}).status_code == 201
        assert_problem(Api("other").post(guests, {"name": "Ida"}), 429, "throttled")

    def test_the_key_is_made_once_and_audited(self, site, guests):
        admitted(guests)
        admitted(guests)
        key = ReaderKey.objects.get(site=site)
        assert key.origin == ReaderKey.Origin.GUEST
        event = AuditEvent.objects.filter(kind="reader_key.added").get()
        assert (event.actor, event.data) == ("machine:guests", {"kid": key.kid, "origin": "guest"})


class TestWriting:
    def test_what_a_guest_writes_is_marked_as_a_guests(self, site, guests, comments, nobody):
        api = Api(admitted(guests)["token"])
        made = api.post(comments, {"body": "Hello."}).json()
        assert made["author"]["kind"] == "guest"
        rows.rule(Comment.objects.get(), "publish")
        (shown,) = nobody.get(comments).json()["results"]
        assert shown["author"] == {
            "id": str(Author.objects.get().public_id),
            "display_name": "Ida",
            "badges": [],
            "kind": "guest",
        }

    def test_readers_are_not_marked(self, comments, as_ada):
        assert as_ada.post(comments, {"body": "Hello."}).json()["author"]["kind"] == "reader"

    def test_a_guest_has_what_is_theirs_and_nothing_else(self, guests, comments, article, ada):
        theirs = rows.make_comment(article, ada)
        api = Api(admitted(guests)["token"])
        mine = api.post(comments, {"body": "Hello."}).json()
        assert api.get(f"comments/{mine['id']}/").json()["status"] == "pending"
        answer = api.send("DELETE", f"comments/{theirs.public_id}/")
        assert_problem(answer, 403, "not-yours")

    def test_new_guests_from_one_network_share_its_limit(self, guests, comments, settings):
        settings.THROTTLES = {**settings.THROTTLES, "post": "1/minute"}
        one, other = (Api(admitted(guests)["token"]) for _ in range(2))
        assert one.post(comments, {"body": "One."}).status_code == 202
        assert_problem(other.post(comments, {"body": "Two."}), 429, "throttled")


class TestTheToken:
    def test_nobody_can_be_a_guest_by_a_sites_word(self, site, guests):
        subject = admitted(guests)["subject"]
        vouched = read_token(rows.reader_token(site, subject))
        assert not vouched.is_guest
        for stolen in (f"{GUEST}x", "\x1fuser:1"):
            with pytest.raises(TokenRefused):
                read_token(rows.reader_token(site, stolen))

    def test_it_is_good_for_30_days(self, guests):
        token = admitted(guests)["token"]
        with time_machine.travel(MAX_GUEST_LIFETIME - 3600 + _now(token), tick=False):
            assert read_token(token).is_guest
        over = time_machine.travel(MAX_GUEST_LIFETIME + 60 + _now(token), tick=False)
        with over, pytest.raises(TokenRefused, match="expired"):
            read_token(token)

    def test_it_ends_when_the_site_takes_guests_no_longer(self, site, guests, comments):
        token = admitted(guests)["token"]
        change_reader_rules(site, {"guests": False}, actor="operator:test")
        assert_problem(Api(token).post(comments, {"body": "Hello."}), 401, "token-invalid")

    def test_the_operator_ends_all_of_them_by_their_key(self, site, guests):
        token = admitted(guests)["token"]
        revoke_reader_key(ReaderKey.objects.get(site=site), actor="operator:test")
        with pytest.raises(TokenRefused):
            read_token(token)
        assert read_token(admitted(guests)["token"]).is_guest

    def test_the_sites_own_single_key_still_needs_no_name(self, site, guests):
        claims = jwt.decode(rows.reader_token(site), options={"verify_signature": False})
        admitted(guests)
        secret = rows.unseal(ReaderKey.objects.get(site=site, origin="site").sealed_secret)
        assert read_token(jwt.encode(claims, secret, "HS256")).subject == "ada"

    def test_it_costs_the_one_look_up_of_its_key(self, site, guests):
        for token in (admitted(guests)["token"], rows.reader_token(site)):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                read_token(token)
            assert len(queries) == 1


def _now(token):
    return jwt.decode(token, options={"verify_signature": False})["iat"]
