"""The page that says what is wrong with a pasted token."""

import json
import time

import jwt
import pytest
from django.urls import reverse

from articles.models import ReaderKey, RevokedToken, SignedOut
from discussion.models import Author, User
from discussion.tokens.report import examine
from moderation.models import Membership
from tests import discussion_rows as rows
from tests import factories

pytestmark = pytest.mark.django_db

PAGE, REVOKE = "admin:desk-reader-token", "admin:desk-reader-token-revoke"


@pytest.fixture
def site():
    return factories.make_site("Site A")


@pytest.fixture
def sam(client):
    client.force_login(User.objects.create_superuser("sam"))
    return client


def found(token, site):
    return {finding.name: finding for finding in examine(token, site).findings}


def wrong(token, site):
    return {finding.name for finding in examine(token, site).wrong}


class TestTheReport:
    def test_of_a_good_token_everything_is_right(self, site):
        token = rows.reader_token(site, "u1", name="Ada", jti="t1", role="admin")
        report = examine(token, site)
        assert report.accepted
        assert (report.subject, report.jti) == ("u1", "t1")
        said = {finding.name: finding.words for finding in report.findings}
        assert said["sub"] == "“u1”."
        assert said["name"] == "“Ada”."
        assert said["badges"] == "None."
        assert said["signature"] == "It fits the key."
        assert said["other claims"] == "Not read: role."
        assert "UTC, in 15 minutes." in said["exp"]

    def test_all_that_is_wrong_is_said_at_once(self, site):
        token = rows.reader_token(site, " u1", name="", aud="billing", iss="other", badges="x")
        assert wrong(token, site) == {"iss", "aud", "sub", "name", "badges"}

    def test_an_old_one_says_how_old_it_is(self, site):
        now = int(time.time())
        said = found(rows.reader_token(site, iat=now - 7300, exp=now - 7200), site)
        assert not said["exp"].right
        assert "UTC, 2 hours ago." in said["exp"].words

    def test_a_clock_that_goes_wrong_is_named(self, site):
        now = int(time.time())
        ahead = found(rows.reader_token(site, iat=now + 20, exp=now + 60), site)
        assert ahead["iat"].right
        assert "ahead of this one; 30 are allowed" in ahead["iat"].words
        assert wrong(rows.reader_token(site, iat=now + 300, exp=now + 400), site) == {"iat"}

    def test_a_signature_by_another_key(self, site):
        good = rows.reader_token(site)
        claims = jwt.decode(good, options={"verify_signature": False})
        header = jwt.get_unverified_header(good)
        forged = jwt.encode(claims, "x" * 48, "HS256", headers=header)
        report = examine(forged, site)
        assert [finding.name for finding in report.wrong] == ["signature"]
        # Whoever pastes a forged token is offered nothing to revoke by it.
        assert (report.subject, report.jti) == ("", "")

    def test_a_key_that_nobody_has_and_one_of_another_algorithm(self, site):
        good = rows.reader_token(site)
        claims = jwt.decode(good, options={"verify_signature": False})
        unknown = jwt.encode(claims, "x" * 48, "HS256", headers={"kid": "nope"})
        assert wrong(unknown, site) == {"key"}
        kid = ReaderKey.objects.get().kid
        other = jwt.encode(claims, "x" * 64, "HS512", headers={"kid": kid})
        assert "HS256" in found(other, site)["key"].words

    def test_no_other_site_is_looked_at(self, site):
        other = factories.make_site("Site B")
        assert wrong(rows.reader_token(other), site) == {"iss", "key"}

    def test_a_revoked_one(self, site):
        RevokedToken.objects.create(site=site, jti="t1", expires_at="2100-01-01T00:00Z")
        assert wrong(rows.reader_token(site, jti="t1"), site) == {"revoked"}

    @pytest.mark.parametrize("token", ["", "abc", "a.b.c", "..", "x" * 9000])
    def test_what_is_no_token(self, site, token):
        assert wrong(token, site) == {"token"}

    @pytest.mark.parametrize("exp", [True, "soon", 1e300, -1, 2**62, None, [1]])
    def test_moments_that_are_none(self, site, exp):
        assert "exp" in wrong(rows.reader_token(site, exp=exp), site)

    def test_it_says_the_same_as_the_door(self, site):
        """Whatever the service refuses is wrong here, and the other way round."""
        for claims in ({}, {"sub": ""}, {"jti": 1}, {"email": 1}, {"nbf": 2**40}):
            token = rows.reader_token(site, **claims)
            assert examine(token, site).accepted == (not claims)


class TestThePage:
    def test_it_says_what_is_wrong_and_forgets_the_token(self, sam, site):
        token = rows.reader_token(site, aud="billing")
        answer = sam.post(reverse(PAGE), {"site": site.slug, "token": token})
        page = answer.content.decode()
        assert "This token is refused" in page
        assert "`aud` has to be" in page
        assert token not in page
        assert "no-store" in answer.headers["Cache-Control"]
        assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
        assert not Author.objects.exists()

    def test_hostile_claims_are_shown_as_text(self, sam, site):
        token = rows.reader_token(site, name="<script>alert(1)</script>")
        page = sam.post(reverse(PAGE), {"site": site.slug, "token": token}).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_an_address_carries_no_token(self, sam, site):
        token = rows.reader_token(site)
        page = sam.get(reverse(PAGE), {"site": site.slug, "token": token}).content.decode()
        assert "This token" not in page
        assert token not in page

    def test_the_log_has_no_part_of_it(self, sam, site, caplog, capfd):
        token = rows.reader_token(site, "u1-secret")
        sam.post(reverse(PAGE), {"site": site.slug, "token": token})
        logged = caplog.text + "".join(capfd.readouterr())
        assert token.split(".")[1] not in logged
        assert "u1-secret" not in logged

    @pytest.mark.parametrize("said", [{}, {"token": "a.b.c", "site": "nowhere"}, {"token": ""}])
    def test_what_is_not_filled_in(self, sam, site, said):
        assert sam.post(reverse(PAGE), said).status_code == 400

    @pytest.mark.parametrize("role", [*Membership.Role.values, None])
    def test_it_is_for_those_who_set_the_site_up(self, client, site, role):
        user = factories.make_moderator(site, "rosa", role) if role else User.objects.create()
        client.force_login(user)
        token = rows.reader_token(site)
        for name in (PAGE, REVOKE):
            answer = client.post(reverse(name), {"site": site.slug, "token": token, "jti": "t"})
            assert answer.status_code in {302, 403}
        assert client.get(reverse(PAGE)).status_code in {302, 403}
        assert not RevokedToken.objects.exists()

    def test_the_token_is_revoked_and_its_person_signed_out(self, sam, site):
        token = rows.reader_token(site, "u1", jti="t1")
        page = sam.post(reverse(PAGE), {"site": site.slug, "token": token}).content.decode()
        assert page.count(reverse(REVOKE)) == 2
        for said in ({"jti": "t1"}, {"subject": "u1"}):
            sam.post(reverse(REVOKE), {"site": site.slug, **said})
        assert RevokedToken.objects.get().jti == "t1"
        assert SignedOut.objects.get().subject == "u1"
        assert not examine(token, site).accepted

    def test_there_has_to_be_something_to_revoke(self, sam, site):
        answer = sam.post(reverse(REVOKE), {"site": site.slug}, follow=True)
        assert "nothing to revoke" in answer.content.decode()
        assert json.dumps(list(RevokedToken.objects.values())) == "[]"
