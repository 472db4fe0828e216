"""The nested form that sites of the Coral project sign, unchanged, where a site takes it."""

import time

import jwt
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.flows.add_reader_key import add_reader_key
from articles.flows.change_reader_rules import change_reader_rules
from discussion.identity import TokenRefused, read_token
from discussion.models import Author
from discussion.tokens.report import examine
from tests import discussion_rows as rows
from tests.api_calls import Api, assert_problem

pytestmark = pytest.mark.django_db

USER = {
    "id": "u1",
    "username": "Ada",
    "email": "ada@example.org",
    "role": "ADMIN",
    "badges": ["Member"],
}


@pytest.fixture
def secret(site):
    change_reader_rules(site, {"nested_claims": True}, actor="operator:test")
    return add_reader_key(site, actor="operator:test")[1]


@pytest.fixture
def comments(article):
    return f"articles/{article.public_id}/comments/"


def token(secret, user=USER, **claims):
    now = int(time.time())
    said = {"jti": "j1", "iat": now, "exp": now + 600, "user": user, **claims}
    return jwt.encode({k: v for k, v in said.items() if v is not None}, secret, "HS256")


def at(site):
    return ("slug", site.slug)


def refusal(text, site):
    with pytest.raises(TokenRefused) as refused:
        read_token(text, at(site))
    return refused.value.detail


def test_it_names_the_same_person_as_the_plain_form(site, secret):
    identity = read_token(token(secret), at(site))
    assert (identity.subject, identity.display_name) == ("u1", "Ada")
    assert (identity.badges, identity.email) == (("Member",), "ada@example.org")
    plain = read_token(rows.reader_token(site, "u1"))
    assert (plain.site_id, plain.subject) == (identity.site_id, identity.subject)


def test_it_costs_one_query(site, secret, article):
    text = token(secret)
    for site_by in (at(site), ("articles__public_id", str(article.public_id))):
        with CaptureQueriesContext(connection) as queries:
            read_token(text, site_by)
        assert len(queries) == 1


def test_the_path_says_which_site_is_meant(article, secret, comments):
    api = Api(token(secret))
    made = api.post(comments, {"body": "Hello."})
    assert made.status_code == 202, made.content
    assert made.json()["author"]["badges"] == ["Member"]
    assert api.get(f"comments/{made.json()['id']}/").json()["body_text"] == "Hello."


def test_where_the_path_says_none_the_query_has_to(site, secret):
    api = Api(token(secret))
    assert_problem(api.get("me/mutes/"), 401, "token-invalid")
    assert api.get("me/mutes/", {"site": site.slug}).json() == {"results": []}
    assert_problem(api.get("me/mutes/", {"site": "nowhere"}), 401, "token-invalid")
    assert_problem(api.get("me/mutes/", {"site": "a b"}), 401, "token-invalid")


def test_a_role_makes_nobody_a_moderator(site, secret, comments):
    api = Api(token(secret))
    api.post(comments, {"body": "Hello."})
    assert Author.objects.get().user is None
    assert api.get("moderation/queue/", {"site": site.slug}).status_code in {401, 403}


def test_a_site_that_does_not_take_it(site, secret):
    change_reader_rules(site, {"nested_claims": False}, actor="operator:test")
    assert "nested form" in refusal(token(secret), site)


def test_another_sites_key_signs_for_nobody_here(site, secret, other_site, article, comments):
    change_reader_rules(other_site, {"nested_claims": True}, actor="operator:test")
    theirs = token(add_reader_key(other_site, actor="operator:test")[1])
    assert_problem(Api(theirs).post(comments, {"body": "Hello."}), 401, "token-invalid")
    assert read_token(theirs, at(other_site)).site_id == other_site.pk


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"exp": None}, "exp"),
        ({"iat": None}, "iat"),
        ({"aud": "billing"}, "aud"),
        ({"iss": "another-site"}, "No live key"),
        ({"user": {**USER, "id": 17}}, "sub"),
        ({"user": {**USER, "id": " u1"}}, "sub"),
        ({"user": {"username": "Ada"}}, "sub"),
        ({"user": {"id": "u1"}}, "name"),
        ({"user": {**USER, "badges": "staff"}}, "badges"),
        ({"user": {**USER, "email": 1}}, "email"),
        ({"user": [USER]}, "iss"),
        ({"jti": 5}, "jti"),
    ],
)
def test_what_cannot_be_right_is_refused(site, secret, claims, why):
    assert why in refusal(token(secret, **claims), site)


def test_what_a_person_lacks_may_be_null(site, secret):
    lacking = {**USER, "email": None, "badges": None}
    identity = read_token(token(secret, lacking, iss=site.slug, aud="comments"), at(site))
    assert (identity.email, identity.badges) == ("", ())


def test_a_plain_token_stays_plain_whatever_stands_beside(site, secret):
    identity = read_token(rows.reader_token(site, "u1", user={**USER, "id": "u2"}))
    assert identity.subject == "u1"


def test_the_report_of_a_token_misses_no_issuer_in_it(site, secret):
    report = examine(token(secret), site)
    assert report.accepted, report.wrong
    assert {finding.name for finding in report.findings} >= {"iss", "sub"}
