"""The operator sets a site up: everything through flows, everything audited, secrets shown once."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from articles.flows.change_site import change_site
from articles.flows.issue_site_key import digest_of
from articles.models import AuditEvent, ReaderKey, Site, SiteKey
from discussion.models import User
from moderation.admin.checked_lines import MOST_IN_A_FORM
from moderation.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db

SETTINGS = {
    "name": "The Daily Ledger",
    "domain": "ledger.example",
    "moderation": "machine",
    "edit_window_seconds": "300",
    "reactions": "like",
    "lazy_articles": "on",
}


@pytest.fixture
def operator(client):
    client.force_login(User.objects.create_superuser("sam"))
    return client


@pytest.fixture
def site():
    return factories.make_site()


def audited(site):
    return list(AuditEvent.objects.filter(site=site).order_by("id").values_list("kind", flat=True))


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_new_site_has_its_slug_and_the_default_policy_in_force(operator):
    said = {**SETTINGS, "name": "Antiwar.com", "languages": "en\nde"}
    answer = operator.post("/admin/articles/site/add/", said)
    assert answer.status_code == 302
    site = Site.objects.get(slug="antiwar-com")
    assert site.languages == ["en", "de"]
    assert site.policy.published_at is not None
    assert site.policy.clauses[0]["id"] == "hateful-language"
    assert audited(site) == ["site.created", "policy.published"]


@pytest.mark.parametrize("name", ["the daily ledger", "Admin", "…"])
def test_a_name_that_gives_no_address_of_its_own_is_refused(operator, site, name):
    answer = operator.post("/admin/articles/site/add/", {**SETTINGS, "name": name})
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert Site.objects.count() == 1


def change(operator, site, **said):
    return operator.post(f"/admin/articles/site/{site.pk}/change/", {**SETTINGS, **said})


def test_lists_are_edited_one_a_line_and_the_audit_says_what_changed(operator, site):
    said = {"aliases": "Ledger\n\n  TDL \nLedger", "blocked_phrases": "buy now"}
    assert change(operator, site, **said).status_code == 302
    site.refresh_from_db()
    assert (site.aliases, site.blocklist.phrases) == (["Ledger", "TDL"], ["buy now"])
    event = AuditEvent.objects.filter(site=site).latest("id")
    assert event.kind == "site.changed"
    assert set(event.data["fields"]) == {"domain", "aliases", "blocked_phrases"}


def test_blocked_phrases_and_domains_are_checked_and_shown(operator, site):
    said = {"blocked_phrases": "Buy  now\nbuy now\nzorblax", "blocked_domains": "www.Spam.example"}
    assert change(operator, site, **said).status_code == 302
    site.refresh_from_db()
    assert site.blocklist.phrases == ["Buy now", "zorblax"]
    assert site.blocklist.domains == ["spam.example"]
    shown = operator.get(f"/admin/articles/site/{site.pk}/change/").content.decode()
    assert "Buy now\nzorblax" in shown
    refused = change(operator, site, blocked_phrases="x")
    assert "too short" in refused.content.decode()
    site.blocklist.refresh_from_db()
    assert site.blocklist.phrases == ["Buy now", "zorblax"]


def test_a_list_too_long_for_a_form_stays_as_it_is(operator, site):
    phrases = [f"phrase {n}" for n in range(MOST_IN_A_FORM + 1)]
    change_site(site, {"blocked_phrases": phrases}, actor="operator:test")
    assert change(operator, site, blocked_domains="spam.example").status_code == 302
    site.refresh_from_db()
    assert site.blocklist.phrases == phrases
    assert site.blocklist.domains == ["spam.example"]


def test_a_new_site_may_begin_with_blocked_phrases(operator):
    said = {**SETTINGS, "name": "Antiwar.com", "blocked_phrases": "zorblax"}
    assert operator.post("/admin/articles/site/add/", said).status_code == 302
    assert Site.objects.get(slug="antiwar-com").blocklist.phrases == ["zorblax"]


def test_who_may_only_look_sees_what_is_blocked(client, site):
    change_site(site, {"blocked_phrases": ["zorblax"]}, actor="operator:test")
    client.force_login(factories.make_moderator(site, role=Membership.Role.AUDITOR))
    shown = client.get(f"/admin/articles/site/{site.pk}/change/")
    assert shown.status_code == 200
    assert "zorblax" in shown.content.decode()


def test_saving_without_a_change_is_no_event(operator, site):
    change(operator, site)
    before = audited(site)
    change(operator, site)
    assert audited(site) == before


@pytest.mark.parametrize(
    "field, value",
    [
        ("allowed_origins", "https://ledger.example/path"),
        ("allowed_origins", "*"),
        ("languages", "english"),
        ("handles", "ledger"),
        ("domain", "https://ledger.example"),
        ("edit_window_seconds", "-1"),
        ("aliases", "x" * 301),
    ],
)
def test_a_wrong_setting_is_refused(operator, site, field, value):
    answer = change(operator, site, **{field: value})
    assert answer.status_code == 200
    assert answer.context["errors"]


def test_the_slug_and_the_policy_cannot_be_changed(operator, site):
    change(operator, site, slug="other", policy="")
    site.refresh_from_db()
    assert site.slug == "the-daily-ledger"
    assert site.policy is not None


def test_a_site_key_is_shown_once_and_kept_as_a_digest(operator, site):
    said = {"site": site.pk, "name": "CMS", "scopes": ["articles:write"]}
    answer = operator.post("/admin/articles/sitekey/add/", said, follow=True)
    key = next(text for text in messages_of(answer) if "dsk_" in text).split(": ")[-1]
    stored = SiteKey.objects.get()
    assert (stored.digest, stored.scopes) == (digest_of(key), ["articles:write"])
    assert key not in operator.get("/admin/articles/sitekey/").content.decode()
    assert audited(site)[-1] == "site_key.issued"


def test_keys_are_revoked_once_and_stay_in_sight(operator, site):
    operator.post(
        "/admin/articles/sitekey/add/", {"site": site.pk, "name": "A", "scopes": "analyze"}
    )
    key = SiteKey.objects.get()
    for _ in range(2):
        data = {"action": "revoke", "_selected_action": [key.pk]}
        operator.post("/admin/articles/sitekey/", data)
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert audited(site).count("site_key.revoked") == 1


def test_a_shared_secret_is_made_here_and_shown_once(operator, site):
    said = {"site": site.pk, "algorithm": "HS256", "public_key": ""}
    answer = operator.post("/admin/articles/readerkey/add/", said, follow=True)
    key = ReaderKey.objects.get()
    assert any(key.kid in text for text in messages_of(answer))
    operator.post("/admin/articles/readerkey/", {"action": "revoke", "_selected_action": [key.pk]})
    assert audited(site)[-2:] == ["reader_key.added", "reader_key.revoked"]


def test_a_public_key_is_stored_as_it_is(operator, site):
    public = Ed25519PrivateKey.generate().public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    said = {"site": site.pk, "algorithm": "EdDSA", "public_key": pem}
    assert operator.post("/admin/articles/readerkey/add/", said).status_code == 302
    assert ReaderKey.objects.get().public_key == pem.strip()


@pytest.mark.parametrize(
    "algorithm, pem", [("RS256", ""), ("ES256", "no key"), ("HS256", "a secret of mine")]
)
def test_material_that_does_not_fit_is_refused(operator, site, algorithm, pem):
    said = {"site": site.pk, "algorithm": algorithm, "public_key": pem}
    assert operator.post("/admin/articles/readerkey/add/", said).context["errors"]
    assert not ReaderKey.objects.exists()


def test_roles_are_given_and_taken_back_with_a_line_in_the_audit(operator, site):
    rosa = User.objects.create_user("rosa")
    said = {"user": rosa.pk, "site": site.pk, "role": "moderator"}
    operator.post("/admin/moderation/membership/add/", said)
    given = Membership.objects.get(user=rosa)
    operator.post(f"/admin/moderation/membership/{given.pk}/delete/", {"post": "yes"})
    assert not Membership.objects.exists()
    assert audited(site)[-2:] == ["membership.given", "membership.taken"]


def test_a_new_account_of_staff_can_sign_in_and_do_nothing_yet(operator, site, client):
    said = {
        "username": "remy",
        "usable_password": "true",
        "password1": "a long pass phrase",
        "password2": "a long pass phrase",
    }
    assert operator.post("/admin/discussion/user/add/", said).status_code == 302
    remy = User.objects.get(username="remy")
    assert (remy.is_staff, remy.is_superuser) == (True, False)
