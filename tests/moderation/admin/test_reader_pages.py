"""How the operator says who a site's readers are."""

import pytest

from articles.models import AuditEvent, KeySet, ReaderKey, ReaderRules, SignedOut
from discussion.addresses import networks
from discussion.models import User
from moderation.models import Membership
from tests import factories
from tests.services.receiver import receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def sam(client):
    client.force_login(User.objects.create_superuser("sam"))
    return client


def test_the_rules_of_each_site_are_in_the_list_with_their_defaults(sam, site):
    assert sam.get("/admin/articles/readerrules/").status_code == 200
    rules = ReaderRules.objects.get(site=site)
    assert not (rules.guests or rules.nested_claims or rules.session_readers)
    assert rules.guest_trusted_after == 3


def test_a_change_is_stored_and_audited(sam, site):
    sam.get("/admin/articles/readerrules/")
    path = f"/admin/articles/readerrules/{site.pk}/change/"
    assert sam.post(path, {"guests": "on", "guest_trusted_after": "2"}).status_code == 302
    rules = ReaderRules.objects.get(site=site)
    assert (rules.guests, rules.guest_trusted_after) == (True, 2)
    event = AuditEvent.objects.filter(kind="reader_rules.changed").get()
    assert event.data == {"guests": True, "guest_trusted_after": 2}
    assert sam.post(path, {"guest_trusted_after": "0"}).status_code == 200
    assert ReaderRules.objects.get(site=site).guests


@pytest.mark.parametrize("model", ["readerrules", "keyset"])
def test_they_are_the_operators_alone(client, site, model):
    ReaderRules.objects.create(site=site)
    KeySet.objects.create(site=site, url="https://id.example/keys")
    client.force_login(factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR))
    assert client.get(f"/admin/articles/{model}/").status_code == 403
    answer = client.post(f"/admin/articles/{model}/{site.pk}/change/", {"guests": "on"})
    assert answer.status_code in {403, 404}
    assert not ReaderRules.objects.get(site=site).guests


class TestKeySets:
    path = "/admin/articles/keyset/"

    def test_an_address_is_named_and_fetched_now(self, sam, site, settings):
        settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")
        with receiver() as server:
            server.status, server.body = 200, b'{"keys": [{"kty": "oct", "k": "AA"}]}'
            assert (
                sam.post(f"{self.path}add/", {"site": site.pk, "url": server.url}).status_code
                == 302
            )
            answer = sam.post(
                self.path, {"action": "fetch_now", "_selected_action": site.pk}, follow=True
            )
        assert "secrets have no place" in answer.content.decode()
        assert KeySet.objects.get(site=site).fetched_at is not None

    @pytest.mark.parametrize(
        "url", ["ftp://id.example/keys", "https://a:b@id.example/", "keys", "https://"]
    )
    def test_an_address_that_nobody_could_call_is_refused(self, sam, site, url):
        assert sam.post(f"{self.path}add/", {"site": site.pk, "url": url}).status_code == 200
        assert not KeySet.objects.exists()

    def test_a_service_on_https_asks_for_keys_by_https(self, sam, site, settings):
        settings.HTTPS = True
        said = {"site": site.pk, "url": "http://id.example/keys"}
        assert sam.post(f"{self.path}add/", said).status_code == 200
        assert not KeySet.objects.exists()

    def test_without_its_address_its_keys_end(self, sam, site):
        KeySet.objects.create(site=site, url="https://id.example/keys")
        ReaderKey.objects.create(
            site=site, kid="a", algorithm="EdDSA", origin="jwks", public_key="x"
        )
        sam.post(f"{self.path}{site.pk}/delete/", {"post": "yes"})
        assert not ReaderKey.objects.exists()
        assert AuditEvent.objects.filter(kind="key_set.changed").exists()


def test_seniors_sign_authors_out_everywhere(client, site):
    ada = factories.make_author(site)
    said = {"action": "sign_out", "_selected_action": ada.pk}
    client.force_login(factories.make_moderator(site, "rosa"))
    client.post("/admin/discussion/author/", said)
    assert not SignedOut.objects.exists()
    client.force_login(factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR))
    client.post("/admin/discussion/author/", said)
    assert SignedOut.objects.get().subject == "ada"
