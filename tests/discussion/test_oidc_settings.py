"""The provider of staff from the environment: what is read, what is refused, and in which words."""

import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from discussion.oidc_settings import Oidc, from_environment

ISSUER = "https://id.ledger.example/realms/staff/"


@pytest.fixture
def given(monkeypatch):
    """Set variables beside the three that every provider needs."""

    def give(**variables):
        every = {"OIDC_ISSUER": ISSUER, "OIDC_CLIENT_ID": "desk", "OIDC_CLIENT_SECRET": "s"}
        for name, value in {**every, **variables}.items():
            monkeypatch.setenv(name, value)

    return give


def test_nothing_is_read_without_an_issuer(monkeypatch):
    monkeypatch.setenv("OIDC_CLIENT_ID", "desk")
    assert from_environment() is None


def test_three_values_are_enough_and_the_issuer_stays_as_it_is(given):
    given()
    assert from_environment() == Oidc(
        issuer=ISSUER,
        client_id="desk",
        client_secret="s",
        name="your organisation",
        claim="email",
        second_factor=("mfa",),
        scopes="openid email",
    )


def test_everything_can_be_chosen(given):
    given(
        OIDC_NAME="Ledger ID",
        OIDC_CLAIM="preferred_username",
        OIDC_SECOND_FACTOR="otp, urn:gold",
        OIDC_SCOPES="openid profile",
        OIDC_AUTHORIZATION_ENDPOINT="https://id.ledger.example/a",
        OIDC_TOKEN_ENDPOINT="https://id.ledger.example/t",
        OIDC_JWKS_URI="https://id.ledger.example/k",
    )
    read = from_environment()
    assert (read.name, read.claim) == ("Ledger ID", "preferred_username")
    assert read.second_factor == ("otp", "urn:gold")
    assert read.jwks_uri == "https://id.ledger.example/k"


@pytest.mark.parametrize("missing", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_what_is_missing_is_named(given, missing):
    given(**{missing: ""})
    with pytest.raises(ImproperlyConfigured, match=rf"{missing} is not set.*E001"):
        from_environment()


def test_some_of_the_endpoints_are_not_enough(given):
    given(OIDC_TOKEN_ENDPOINT="https://id.ledger.example/t")
    with pytest.raises(ImproperlyConfigured, match=r"OIDC_JWKS_URI, or none .*E001"):
        from_environment()


@pytest.mark.parametrize("issuer", ["http://id.ledger.example", "id.ledger.example", "ftp://x"])
def test_an_issuer_that_others_could_read_along_with_is_refused(given, issuer):
    given(OIDC_ISSUER=issuer)
    with pytest.raises(ImproperlyConfigured, match=r"https://.*E002"):
        from_environment()


def test_scopes_without_openid_are_refused(given):
    given(OIDC_SCOPES="email profile")
    with pytest.raises(ImproperlyConfigured, match=r"openid.*E002"):
        from_environment()


@pytest.mark.parametrize("module", ["authlib", "requests"])
def test_the_extra_that_is_not_installed_is_named(given, monkeypatch, module):
    given()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImproperlyConfigured, match=r"discussion\[oidc\].*E001"):
        from_environment()
