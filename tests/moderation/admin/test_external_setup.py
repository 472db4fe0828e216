"""The operator sets a site's own service: by a flow, audited, secrets shown once."""

import pytest

from articles.models import AuditEvent
from articles.sealing import unseal
from discussion.models import User
from moderation.flows.renew_external_secret import renew_external_secret
from moderation.models import ExternalModerator
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/moderation/externalmoderator/"
URL = "https://moderator.example/hook/s3cret-path"


@pytest.fixture
def operator(client):
    client.force_login(User.objects.create_superuser("sam"))
    return client


@pytest.fixture
def site():
    return factories.make_site()


def add(operator, site, **said):
    values = {"site": site.pk, "url": URL, "seconds": 2, "enabled": "on", **said}
    return operator.post(f"{LIST}add/", values, follow=True)


def secrets_of(site):
    service = ExternalModerator.objects.get(site=site)
    return [unseal(sealed) for sealed in service.sealed_secrets]


def events(site):
    found = AuditEvent.objects.filter(site=site, kind__startswith="external_moderator.")
    return list(found.order_by("id").values_list("kind", "data"))


def messages_of(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_new_one_brings_a_secret_that_is_shown_once(operator, site):
    answer = add(operator, site)
    (secret,) = secrets_of(site)
    assert secret in messages_of(answer)
    row = ExternalModerator.objects.get()
    assert (row.url, row.seconds, row.enabled) == (URL, 2, True)
    assert secret not in str(row.sealed_secrets)
    assert secret not in operator.get(f"{LIST}{site.pk}/change/").content.decode()
    assert events(site) == [
        ("external_moderator.changed", {"fields": ["url", "seconds", "enabled"]})
    ]


def test_a_change_is_audited_by_name_and_keeps_the_secret(operator, site):
    add(operator, site)
    before = secrets_of(site)
    said = {"url": URL, "seconds": 3}
    assert operator.post(f"{LIST}{site.pk}/change/", said).status_code == 302
    row = ExternalModerator.objects.get()
    assert (row.seconds, row.enabled, secrets_of(site)) == (3, False, before)
    assert events(site)[-1] == ("external_moderator.changed", {"fields": ["seconds", "enabled"]})
    operator.post(f"{LIST}{site.pk}/change/", said)
    assert len(events(site)) == 2
    assert "s3cret-path" not in str(events(site))


def test_a_secret_is_changed_without_a_gap(operator, site):
    add(operator, site)
    (old,) = secrets_of(site)
    chosen = {"_selected_action": [site.pk]}
    shown = operator.post(LIST, {**chosen, "action": "renew"}, follow=True)
    new, still = secrets_of(site)
    assert (still, new in messages_of(shown)) == (old, True)
    operator.post(LIST, {**chosen, "action": "retire"})
    assert secrets_of(site) == [new]
    kinds = [kind for kind, _ in events(site)]
    assert kinds[1:] == ["external_moderator.secret_renewed", "external_moderator.secrets_retired"]


def test_two_secrets_live_at_most(operator, site):
    add(operator, site)
    made = [renew_external_secret(site, actor="operator:test") for _ in range(3)]
    assert secrets_of(site) == [made[2], made[1]]


@pytest.mark.parametrize(
    "said",
    [
        {"url": "ftp://moderator.example/"},
        {"url": "https://user:pass@moderator.example/"},
        {"url": "nonsense"},
        {"seconds": 0},
        {"seconds": 6},
    ],
)
def test_what_cannot_work_is_refused_in_words(operator, site, said):
    answer = add(operator, site, **said)
    assert answer.context["errors"]
    assert not ExternalModerator.objects.exists()


def test_nobody_but_the_operator(client, site):
    client.force_login(factories.make_moderator(site, "remy", "senior_moderator"))
    assert client.get(LIST).status_code == 403
    assert add(client, site).status_code == 403
    assert not ExternalModerator.objects.exists()
