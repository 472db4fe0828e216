"""Signing in by the organisation's own sign-in: a real provider on this machine, honest or not."""

from dataclasses import replace

import jwt
import pytest
from django.core import mail
from django.test import Client

from articles.models import AuditEvent
from discussion.models import User
from discussion.oidc_settings import Oidc
from moderation.models import Membership, ProviderLink
from tests import factories
from tests.moderation import oidc_provider, staff
from tests.moderation.oidc_provider import CLIENT_ID, CLIENT_SECRET

pytestmark = pytest.mark.django_db

START = "/admin/login/provider/"
NOON = 1795435200  # 23 Nov 2026, 12:00 UTC
LONG_AGO, TOMORROW = NOON - 3600, NOON + 86_400


@pytest.fixture
def provider(settings, time_machine):
    time_machine.move_to(NOON, tick=False)
    provider = oidc_provider.Provider()
    server = oidc_provider.serve(provider)
    settings.OIDC = Oidc(
        issuer=provider.url,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        name="Ledger ID",
        claim="email",
        second_factor=("mfa",),
        scopes="openid email",
    )
    yield provider
    server.shutdown()
    server.server_close()


@pytest.fixture
def rosa(provider):
    user = staff.with_password(factories.make_moderator(factories.make_site(), "rosa"))
    user.email = "Rosa@ledger.example"
    user.save()
    return user


def go(client, provider, next_url=""):
    """Sign in at the provider; return the answer to the browser that comes back."""
    return client.get(provider.authorize(client.get(START, {"next": next_url}).url))


def refusal(client, answer):
    """The sentence on the sign-in page to which a refused person is sent."""
    assert answer.url == staff.LOGIN
    assert not staff.is_in(client)
    [message] = client.get(answer.url).context["messages"]
    return str(message)


def test_a_known_person_is_signed_in_and_led_on(client, provider, rosa):
    answer = go(client, provider, "/admin/moderation/reviewitem/")
    assert answer.url == "/admin/moderation/reviewitem/"
    assert staff.is_in(client)
    link = ProviderLink.objects.get()
    assert (link.user, link.issuer, link.subject) == (rosa, provider.url, "rosa-at-home")
    assert AuditEvent.objects.filter(kind="provider.linked", actor=f"user:{rosa.pk}").exists()


def test_the_first_time_and_no_other_is_told_by_mail(client, provider, rosa):
    go(client, provider)
    go(Client(), provider)
    [letter] = mail.outbox
    assert letter.to == ["Rosa@ledger.example"]
    assert "organisation" in letter.body


def test_nobody_is_led_to_another_house(client, provider, rosa):
    assert go(client, provider, "https://evil.example/").url == "/admin/"


def test_the_sign_in_page_offers_it_as_a_link(client, provider):
    page = client.get(staff.LOGIN + "?next=/admin/account/").content.decode()
    assert 'href="/admin/login/provider/?next=/admin/account/"' in page
    assert "Sign in with Ledger ID" in page


def test_without_a_provider_there_is_no_such_way(client, settings):
    settings.OIDC = None
    assert client.get(START).status_code == 404
    assert client.get(START + "back/", {"code": "1", "state": "2"}).status_code == 404
    assert b"Sign in with" not in client.get(staff.LOGIN).content


# --- who it is


def test_an_unknown_person_gets_a_sentence_and_no_account(client, provider, rosa):
    provider.claims = {**provider.claims, "sub": "mal", "email": "mal@ledger.example"}
    assert "No account here belongs to you" in refusal(client, go(client, provider))
    assert list(User.objects.all()) == [rosa]
    assert not ProviderLink.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_unverified_address_names_nobody(client, provider, rosa, verified):
    provider.claims = {**provider.claims, "email_verified": verified}
    assert "not verified your e-mail" in refusal(client, go(client, provider))
    assert not ProviderLink.objects.exists()


@pytest.mark.parametrize("email", ["", "roſa@ledger.example", "%", "rosa"])
def test_an_address_that_is_not_to_the_letter_the_accounts_names_nobody(
    client, provider, rosa, email
):
    User.objects.create_user("nobody", is_staff=True)
    provider.claims = {**provider.claims, "email": email}
    assert "No account" in refusal(client, go(client, provider))


def test_an_address_of_two_accounts_names_nobody(client, provider, rosa):
    User.objects.create_user("remy", email="rosa@ledger.example", is_staff=True)
    assert "No account" in refusal(client, go(client, provider))


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
@pytest.mark.parametrize("linked", [False, True])
def test_an_account_that_is_switched_off_is_nobody(client, provider, rosa, field, linked):
    if linked:
        go(Client(), provider)
    User.objects.filter(pk=rosa.pk).update(**{field: False})
    assert "No account" in refusal(client, go(client, provider))


def test_roles_are_the_operators_whatever_the_provider_says(client, provider, rosa):
    provider.claims = {**provider.claims, "roles": ["admin"], "groups": ["senior_moderator"]}
    go(client, provider)
    assert list(Membership.objects.values_list("role", flat=True)) == ["moderator"]
    rosa.refresh_from_db()
    assert not rosa.is_superuser


def test_from_the_second_time_on_the_subject_counts_and_not_the_address(client, provider, rosa):
    go(client, provider)
    provider.claims = {**provider.claims, "email": "r.married@ledger.example"}
    go(later := Client(), provider)
    assert staff.is_in(later)


def test_an_address_that_was_handed_on_does_not_open_the_account(client, provider, rosa):
    go(Client(), provider)
    provider.claims = {**provider.claims, "sub": "rosas-successor"}
    assert "belongs to another person" in refusal(client, go(client, provider))
    assert ProviderLink.objects.get().subject == "rosa-at-home"


def test_another_claim_names_the_account_by_its_user_name(client, provider, rosa, settings):
    settings.OIDC = replace(settings.OIDC, claim="preferred_username")
    provider.claims = {"sub": "1", "preferred_username": "rosa"}
    go(client, provider)
    assert staff.is_in(client)


def test_what_the_token_does_not_say_is_asked_for(client, provider, rosa):
    provider.claims = {"sub": "rosa-at-home"}
    provider.userinfo = {
        "sub": "rosa-at-home",
        "email": "rosa@ledger.example",
        "email_verified": True,
    }
    go(client, provider)
    assert staff.is_in(client)


def test_what_is_said_of_another_person_is_not_believed(client, provider, rosa):
    provider.claims = {"sub": "mal"}
    provider.userinfo = {
        "sub": "rosa-at-home",
        "email": "rosa@ledger.example",
        "email_verified": True,
    }
    assert "did not work" in refusal(client, go(client, provider))


# --- tokens that are not to be believed


def none_signed(provider, claims):
    return jwt.encode(claims, None, "none", {"kid": provider.kid})


def signed_by_a_stranger(provider, claims):
    headers = {"kid": provider.kid}
    return jwt.encode(claims, oidc_provider.STRANGERS_KEY, "RS256", headers)


def signed_with_the_secret(provider, claims):
    return jwt.encode(claims, CLIENT_SECRET * 2, "HS256", {"kid": provider.kid})


def cut(provider, claims):
    return oidc_provider.Provider.sign(provider, claims).rpartition(".")[0] + "."


@pytest.mark.parametrize(
    "sign",
    [
        none_signed,
        signed_by_a_stranger,
        signed_with_the_secret,
        cut,
        lambda *_: "nonsense",
        lambda *_: None,
    ],
)
def test_a_token_without_the_providers_signature_is_refused(client, provider, rosa, sign):
    provider.sign = sign
    assert "did not work" in refusal(client, go(client, provider))


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another service"},
        {"aud": ["another service"], "azp": CLIENT_ID},
        {"aud": [CLIENT_ID, "another service"], "azp": "another service"},
        {"iss": "https://another.example"},
        {"exp": LONG_AGO},
        {"exp": None},
        {"iat": TOMORROW},
        {"nbf": TOMORROW},
        {"sub": None},
        {"sub": 7},
        {"sub": ""},
        {"email": ["rosa@ledger.example"]},
        {"at_hash": "wrong"},
        {"amr": "mfa"},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_or_missing_claim_is_refused(client, provider, rosa, wrong):
    provider.lie = lambda claims: {
        name: value for name, value in {**claims, **wrong}.items() if value is not None
    }
    assert "did not work" in refusal(client, go(client, provider))
    assert not ProviderLink.objects.exists()


def test_a_state_is_good_once(client, provider, rosa):
    back = provider.authorize(client.get(START).url)
    codes = dict(provider.codes)
    client.get(back)
    client.post("/admin/logout/")
    provider.codes.update(codes)
    assert "did not work" in refusal(client, client.get(back))


def test_a_state_is_good_in_its_own_browser_alone(client, provider, rosa):
    back = provider.authorize(client.get(START).url)
    other = Client()
    assert "did not work" in refusal(other, other.get(back))
    client.get(START)
    assert client.get(back).url == "/admin/"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"code": "x"},
        {"state": "x"},
        {"code": "x", "state": "x"},
        {"error": "access_denied", "error_description": "<b>no</b>"},
    ],
    ids=str,
)
def test_who_comes_back_with_nothing_is_refused(client, provider, rosa, query):
    client.get(START)
    sentence = refusal(client, client.get(START + "back/", query))
    assert sentence == "Your organisation's sign-in did not work. Try again."


def test_a_code_of_the_provider_that_is_not_for_this_browser_is_refused(client, provider, rosa):
    theirs = provider.authorize(Client().get(START).url).partition("code=")[2].partition("&")[0]
    mine = provider.authorize(client.get(START).url)
    swapped = mine.replace(mine.partition("code=")[2].partition("&")[0], theirs)
    assert "did not work" in refusal(client, client.get(swapped))


def test_a_document_of_another_issuer_is_refused(client, provider, rosa):
    provider.discovery = {"issuer": "https://another.example"}
    assert "did not work" in refusal(client, client.get(START))


def test_a_provider_that_signs_with_nothing_good_is_refused(client, provider, rosa):
    provider.discovery = {"id_token_signing_alg_values_supported": ["none", "HS256"]}
    assert "did not work" in refusal(client, client.get(START))


def test_a_new_key_of_the_provider_is_taken_over(client, provider, rosa):
    go(Client(), provider)
    provider.kid = "2027"
    go(client, provider)
    assert staff.is_in(client)


def test_a_provider_that_is_away_is_said_to_be(client, provider, rosa, settings):
    settings.OIDC = replace(settings.OIDC, issuer="http://127.0.0.1:9")
    assert "does not answer" in refusal(client, client.get(START))


def test_named_endpoints_need_no_discovery(client, provider, rosa, settings):
    settings.OIDC = replace(
        settings.OIDC,
        authorization_endpoint=f"{provider.url}/authorize",
        token_endpoint=f"{provider.url}/token",
        jwks_uri=f"{provider.url}/keys",
    )
    go(client, provider)
    assert staff.is_in(client)
    assert provider.asked == ["/token", "/keys"]


def test_who_knocks_too_often_waits(client, provider, rosa, settings):
    settings.THROTTLES = {**settings.THROTTLES, "sign_in_provider": "2 per 15 minute"}
    client.get(START)
    client.get(START)
    assert "Too many tries" in refusal(client, client.get(START))


# --- the second factor


def test_a_second_factor_at_the_provider_is_enough(client, provider, rosa, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    provider.claims = {**provider.claims, "amr": ["pwd", "mfa"]}
    go(client, provider)
    assert staff.is_in(client)


def test_the_word_for_it_may_be_another_and_stand_elsewhere(client, provider, rosa, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    settings.OIDC = replace(settings.OIDC, second_factor=("urn:ledger:gold",))
    provider.claims = {**provider.claims, "acr": "urn:ledger:gold"}
    go(client, provider)
    assert staff.is_in(client)


@pytest.mark.parametrize("said", [{}, {"amr": ["pwd"]}, {"acr": "0"}], ids=str)
def test_without_the_providers_word_the_code_of_the_app_is_asked_for(
    client, provider, rosa, time_machine, said
):
    staff.enrolled(rosa)
    time_machine.shift(60)
    provider.claims = {**provider.claims, **said}
    answer = go(client, provider, "/admin/account/")
    assert answer.url == staff.CODE
    assert not staff.is_in(client)
    assert client.post(staff.CODE, {"code": staff.code_of(rosa)}).url == "/admin/account/"
    assert staff.is_in(client)


def test_without_the_providers_word_and_an_app_one_must_be_added(client, provider, rosa, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    assert go(client, provider).url == staff.ENROL
    assert not staff.is_in(client)
    staff.enrol(client)
    assert staff.is_in(client)
