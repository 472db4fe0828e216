"""No more mail: one click in the mail program, or a page that asks."""

import pytest
from django.test import Client

from discussion.models import Topic, Unsubscription
from discussion.unsubscribing import unsubscribe_address
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return factories.make_author(factories.make_site(), "Ada", email="ada@example.org")


@pytest.fixture
def address(ada, settings):
    return unsubscribe_address(ada, Topic.REPLY).removeprefix(settings.PUBLIC_URL)


def test_looking_at_the_page_changes_nothing(client, address):
    for ask in (client.get, client.head):
        assert ask(address).status_code == 200
    page = client.get(address)
    assert b"somebody answered" in page.content
    assert b"ada@example.org" not in page.content
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not Unsubscription.objects.exists()


def test_one_click_of_a_mail_program_is_enough(address, ada):
    program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = program.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert list(Unsubscription.objects.values_list("author", "topic")) == [(ada.pk, "reply")]


def test_who_thinks_again_gets_mail_again(client, address):
    client.post(address)
    assert b"Send me such mail again" in client.get(address).content
    client.post(address, {"again": "1"})
    assert not Unsubscription.objects.exists()


def test_an_address_that_was_not_signed_here_is_nowhere(client, address):
    for forged in (address.replace("reply", "decision"), "/mail/unsubscribe/x/"):
        assert client.post(forged).status_code == 404
    assert not Unsubscription.objects.exists()


def test_the_page_has_neither_script_nor_style_of_its_own(client, address):
    page = client.get(address)
    assert b"<script" not in page.content
    assert b"style=" not in page.content
    assert page.content.count(b"<h1") == 1
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
