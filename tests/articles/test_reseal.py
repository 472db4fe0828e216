"""An earlier sealing key can be thrown away: every stored secret is sealed with the newest."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.flows.add_reader_key import add_reader_key
from articles.flows.reseal_secrets import sealed_fields
from articles.sealing import SealBroken, seal, unseal
from discussion.flows.set_up_webhook import add_webhook
from moderation.desk_settings import desk_of
from moderation.flows.set_external_moderator import set_external_moderator
from moderation.models import Authenticator
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "https://paper.example/hook"
OLD, NEW = "an earlier key " * 4, "the newest key " * 4


@pytest.fixture
def secrets(settings):
    """A row of every kind, sealed with the earlier key; how each secret read then, by its row."""
    settings.SEALING_KEYS = [OLD]
    site = factories.make_site()
    add_reader_key(site, actor="operator:test")
    add_webhook(site, url=ADDRESS, kinds=["comment.published"], name="CMS", actor="operator:test")
    set_external_moderator(site, url=ADDRESS, seconds=2, enabled=True, actor="operator:test")
    Authenticator.objects.create(
        user=factories.make_moderator(site, "rosa"),
        sealed_key=seal("an app's key"),
        last_step=0,
        used_at=timezone.now(),
    )
    desk = desk_of(site)
    desk.sealed_alert_secret = seal("an alert's")
    desk.save()
    return opened()


def opened():
    """Return what every sealed field holds, by model, field and row."""
    found = {}
    for model, name in sealed_fields():
        for pk, stored in model._base_manager.exclude(**{name: ""}).values_list("pk", name):
            held = [stored] if isinstance(stored, str) else stored
            found[model._meta.label, name, pk] = [unseal(one) for one in held]
    return found


def test_a_row_of_every_kind_is_here(secrets):
    assert {(label, name) for label, name, _ in secrets} == {
        (model._meta.label, name) for model, name in sealed_fields()
    }


def test_afterwards_the_newest_key_opens_everything_alone(secrets, settings):
    settings.SEALING_KEYS = [NEW, OLD]
    said = StringIO()
    call_command("reseal", stdout=said)
    assert said.getvalue() == f"{len(secrets)} rows are sealed with the newest key.\n"
    settings.SEALING_KEYS = [NEW]
    assert opened() == secrets
    settings.SEALING_KEYS = [OLD]
    with pytest.raises(SealBroken):
        opened()


def test_what_no_key_opens_is_named_and_left_and_the_others_are_done(secrets, settings):
    lost = Authenticator.objects.get()
    settings.SEALING_KEYS = [NEW]
    lost.sealed_key = seal("sealed with a key that was lost")
    lost.save()
    settings.SEALING_KEYS = ["one more " * 6, OLD]
    with pytest.raises(
        CommandError, match=f"No sealing key opens: moderation.Authenticator {lost.pk}"
    ):
        call_command("reseal", stdout=StringIO())
    settings.SEALING_KEYS = ["one more " * 6, NEW]
    secrets["moderation.Authenticator", "sealed_key", lost.pk] = ["sealed with a key that was lost"]
    assert opened() == secrets


def test_doing_it_twice_changes_no_secret(secrets, settings):
    settings.SEALING_KEYS = [NEW, OLD]
    for _ in range(2):
        call_command("reseal", stdout=StringIO())
    assert opened() == secrets
