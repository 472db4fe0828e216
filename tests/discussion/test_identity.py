import json
import time
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.management import call_command
from django.utils import timezone

from articles.flows.add_reader_key import add_reader_key
from articles.models import ReaderKey
from articles.sealing import unseal
from discussion.identity import TokenRefused, read_token
from tests.attacks.tokens import signed
from tests.discussion_rows import make_site, reader_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site("Site A")


@pytest.fixture
def other_site():
    return make_site("Site B")


@pytest.fixture
def secret(site):
    return add_reader_key(site, actor="operator:test")[1]


def refusal_of(token):
    with pytest.raises(TokenRefused) as refused:
        read_token(token)
    return refused.value


class TestAGoodToken:
    def test_it_names_a_person_at_a_site(self, site):
        identity = read_token(reader_token(site, "u1", name="  Ada ", badges=["Member"]))
        assert (identity.site_id, identity.subject) == (site.pk, "u1")
        assert (identity.display_name, identity.badges) == ("Ada", ("Member",))

    def test_its_subject_is_taken_as_it_is(self, site):
        for subject in ("Ada", "ada", "Zo\u00eb", "a  b"):
            assert read_token(reader_token(site, subject)).subject == subject

    def test_the_key_need_not_be_named_while_there_is_one(self, site, secret):
        claims = jwt.decode(reader_token(site), options={"verify_signature": False})
        assert read_token(jwt.encode(claims, secret, "HS256")).subject == "ada"

    def test_with_two_keys_it_has_to_be_named(self, site, secret):
        claims = jwt.decode(reader_token(site), options={"verify_signature": False})
        add_reader_key(site, actor="operator:test")
        assert "several keys" in refusal_of(jwt.encode(claims, secret, "HS256")).detail

    def test_the_audience_may_be_one_of_several(self, site):
        assert read_token(reader_token(site, aud=["news", "comments"])).subject == "ada"

    def test_the_clocks_may_differ_by_half_a_minute(self, site):
        now = int(time.time())
        assert read_token(reader_token(site, iat=now + 25, exp=now + 60)).subject == "ada"
        assert read_token(reader_token(site, iat=now - 60, exp=now - 25)).subject == "ada"

    def test_it_may_have_begun_a_while_ago(self, site):
        begun = reader_token(site, nbf=int(time.time()) - 60)
        assert read_token(begun).subject == "ada"
        assert refusal_of(reader_token(site, nbf=int(time.time()) + 60)).code == "token-invalid"

    @pytest.mark.parametrize(
        ("algorithm", "make_key"),
        [
            ("RS256", lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)),
            ("ES256", lambda: ec.generate_private_key(ec.SECP256R1())),
            ("EdDSA", ed25519.Ed25519PrivateKey.generate),
        ],
    )
    def test_a_site_may_sign_with_a_private_key_of_its_own(self, site, algorithm, make_key):
        private = make_key()
        pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        ReaderKey.objects.create(site=site, kid="p", algorithm=algorithm, public_key=pem.decode())
        claims = {"iss": site.slug, "aud": "comments", "sub": "u1", "name": "Ada"}
        claims |= {"iat": int(time.time()), "exp": int(time.time()) + 60}
        key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        assert read_token(jwt.encode(claims, key, algorithm)).subject == "u1"
        # The public key is known to everybody: as a shared secret it proves nothing.
        forged = signed('{"alg":"HS256"}', json.dumps(claims), pem.decode())
        assert refusal_of(forged).code == "token-invalid"


class TestABadToken:
    @pytest.mark.parametrize(
        "claims",
        [
            {"sub": "x" * 256},
            {"sub": " "},
            {"sub": " ada "},
            {"sub": "ada\u00a0"},
            {"sub": "Zoe\u0308"},
            {"name": None},
            {"name": ""},
            {"name": "\u200b\u200b"},
            {"name": "a\nb"},
            {"name": "x" * 101},
            {"exp": True},
            {"exp": 1.5},
            {"exp": "9999999999"},
            {"iat": None},
            {"iat": -1},
            {"nbf": "soon"},
            {"aud": {"comments": 1}},
            {"badges": "staff"},
            {"badges": ["x"] * 6},
            {"badges": [["x"]]},
        ],
    )
    def test_a_claim_that_cannot_be_right_is_refused(self, site, claims):
        assert refusal_of(reader_token(site, **claims)).code == "token-invalid"

    def test_a_token_lives_a_day_at_most(self, site):
        now = int(time.time())
        read_token(reader_token(site, iat=now, exp=now + 24 * 3600))
        assert "24 hours" in refusal_of(reader_token(site, iat=now, exp=now + 24 * 3600 + 1)).detail

    @pytest.mark.parametrize("seconds", [0, -1])
    def test_a_token_ends_after_it_began(self, site, seconds):
        """The half minute by which clocks may differ makes no life of one that has none."""
        now = int(time.time())
        refusal = refusal_of(reader_token(site, iat=now, exp=now + seconds))
        assert refusal.code == "token-invalid"

    def test_an_old_one_is_told_that_it_is_old(self, site):
        now = int(time.time())
        assert refusal_of(reader_token(site, iat=now - 90, exp=now - 31)).code == "token-expired"

    def test_a_revoked_key_signs_nothing_after_its_grace(self, site, secret):
        token = reader_token(site)
        key = ReaderKey.objects.filter(site=site)
        key.update(revoked_at=timezone.now() + timedelta(minutes=5))
        assert read_token(token).subject == "ada"
        key.update(revoked_at=timezone.now())
        assert refusal_of(token).code == "token-invalid"

    def test_a_key_of_one_site_does_not_speak_for_another(self, site, other_site):
        claims = jwt.decode(reader_token(site), options={"verify_signature": False})
        reader_token(other_site)
        key = ReaderKey.objects.get(site=other_site)
        forged = jwt.encode(claims, unseal(key.sealed_secret), "HS256", headers={"kid": key.kid})
        assert refusal_of(forged).code == "token-invalid"

    def test_padding_and_foreign_characters_are_no_base64url(self, site):
        token = reader_token(site)
        for broken in (token + "\u0663", token.replace(".", ".+", 1), f" {token}", token + "."):
            assert refusal_of(broken).code == "token-invalid"


class TestCommand:
    def test_the_printed_token_is_good(self, site, capsys):
        call_command("reader_token", "--site", "site-a", "--sub", "u1", "--name", "Ada")
        assert read_token(capsys.readouterr().out.strip()).display_name == "Ada"

    def test_the_newest_key_is_used_again(self, site, secret, capsys):
        for _ in range(2):
            call_command("reader_token", "--site", "site-a", "--sub", "u1", "--name", "Ada")
        tokens = capsys.readouterr().out.split()
        assert [read_token(token).subject for token in tokens] == ["u1", "u1"]
        assert ReaderKey.objects.count() == 1
