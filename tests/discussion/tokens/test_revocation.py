"""Tokens that were taken back: one by its `jti`, or all of a person's."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.flows.issue_site_key import issue_site_key
from articles.models import AuditEvent, RevokedToken, SignedOut
from discussion.flows.revoke_token import revoke_token
from discussion.flows.sign_out_reader import sign_out_reader
from discussion.identity import TokenRefused, read_token
from discussion.tasks import purge_revocations_task
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import make_article, make_site, reader_token

pytestmark = pytest.mark.django_db
ACTOR = "operator:test"


@pytest.fixture
def site():
    return make_site("Site A")


@pytest.fixture
def other_site():
    return make_site("Site B")


def is_revoked(token):
    try:
        read_token(token)
    except TokenRefused as refused:
        return refused.code == "token-revoked"
    return False


class TestOneToken:
    def test_it_is_refused_and_its_person_is_not(self, site):
        revoke_token(site, "t1", actor=ACTOR)
        assert is_revoked(reader_token(site, jti="t1"))
        assert not is_revoked(reader_token(site, jti="t2"))
        assert not is_revoked(reader_token(site))

    def test_at_another_site_the_same_jti_is_another(self, site, other_site):
        revoke_token(site, "t1", actor=ACTOR)
        assert not is_revoked(reader_token(other_site, jti="t1"))

    @pytest.mark.parametrize("jti", [1, "", "a\nb", "x" * 256, ["t1"], {"a": 1}, " t1", "e\u0301"])
    def test_one_that_could_not_be_revoked_is_refused(self, site, jti):
        with pytest.raises(TokenRefused, match="jti"):
            read_token(reader_token(site, jti=jti))


class TestEverywhere:
    def test_what_was_issued_before_is_refused_and_what_comes_after_is_good(self, site):
        now = int(time.time())
        sign_out_reader(site, "ada", actor=ACTOR)
        assert is_revoked(reader_token(site, "ada", iat=now - 60, exp=now + 60))
        assert is_revoked(reader_token(site, "ada", iat=now, exp=now + 60))
        assert not is_revoked(reader_token(site, "ada", iat=now + 2, exp=now + 60))
        assert not is_revoked(reader_token(site, "ben", iat=now - 60, exp=now + 60))

    def test_at_another_site_the_same_sub_is_somebody_else(self, site, other_site):
        sign_out_reader(site, "ada", actor=ACTOR)
        assert not is_revoked(reader_token(other_site, "ada"))

    def test_twice_moves_the_moment(self, site):
        sign_out_reader(site, "ada", actor=ACTOR)
        with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=False):
            token = reader_token(site, "ada")
        with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
            assert not is_revoked(token)
            sign_out_reader(site, "ada", actor=ACTOR)
            assert is_revoked(token)
        assert SignedOut.objects.count() == 1


def test_it_costs_no_query_more(site):
    revoke_token(site, "t1", actor=ACTOR)
    token = reader_token(site, jti="t2")
    with CaptureQueriesContext(connection) as queries:
        read_token(token)
    assert len(queries) == 1


def test_the_audit_knows_neither_jti_nor_sub(site):
    revoke_token(site, "t-secret", actor=ACTOR)
    sign_out_reader(site, "ada@example.org", actor=ACTOR)
    for event in AuditEvent.objects.filter(kind__in=["reader_token.revoked", "reader.signed_out"]):
        assert "secret" not in str(event.data)
        assert "example" not in str(event.data)


def test_rows_go_when_no_token_can_be_as_old(site):
    revoke_token(site, "t1", actor=ACTOR)
    sign_out_reader(site, "ada", actor=ACTOR)
    for days, left in ((0.9, (1, 1)), (2, (0, 1)), (31, (0, 0))):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            purge_revocations_task()
        assert (RevokedToken.objects.count(), SignedOut.objects.count()) == left


class TestTheCall:
    @pytest.fixture
    def path(self, site):
        return f"sites/{site.slug}/revocations/"

    @pytest.fixture
    def server(self, site):
        return Api(issue_site_key(site, name="cms", scopes=["readers:revoke"], actor=ACTOR))

    def test_a_server_signs_its_reader_out(self, site, path, server):
        api = Api(reader_token(site, "ada", jti="t1"))
        comments = f"articles/{make_article(site).public_id}/comments/"
        assert api.get(comments).status_code == 200
        assert server.post(path, {"jti": "t1"}).status_code == 204
        assert server.post(path, {"jti": "t1"}).status_code == 204
        assert_problem(api.get(comments), 401, "token-revoked")
        assert server.post(path, {"subject": "ben"}).status_code == 204
        assert is_revoked(reader_token(site, "ben"))

    @pytest.mark.parametrize(
        "said", [{}, {"jti": "a", "subject": "b"}, {"jti": ""}, {"jti": 1}, {"jti": "x" * 256}]
    )
    def test_it_takes_one_of_both(self, path, server, said):
        assert_problem(server.post(path, said), 400, "invalid")
        assert not RevokedToken.objects.exists()

    def test_nobody_else_may(self, site, other_site, path):
        keys = {
            "scope": issue_site_key(site, name="a", scopes=["articles:write"], actor=ACTOR),
            "site": issue_site_key(other_site, name="b", scopes=["readers:revoke"], actor=ACTOR),
        }
        for key in keys.values():
            assert_problem(Api(key).post(path, {"jti": "t1"}), 403, "key-scope")
        assert_problem(Api().post(path, {"jti": "t1"}), 401, "not-authenticated")
        assert_problem(Api(reader_token(site)).post(path, {"jti": "t1"}), 401, "key-invalid")
        assert not RevokedToken.objects.exists()
