"""Signing in by password, for those who have one and for those who guess."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"


@pytest.fixture
def rosa(settings):
    settings.THROTTLES = {**settings.THROTTLES, "sign_in": "3 per 15 minute"}
    rosa = factories.make_moderator(factories.make_site())
    rosa.set_password(PASSWORD)
    rosa.save()
    return rosa


def try_password(password: str, address: str = "198.51.100.1", name: str = "rosa"):
    return Client(REMOTE_ADDR=address).post(
        "/admin/login/", {"username": name, "password": password, "next": "/admin/"}
    )


def test_the_right_password_signs_in(rosa):
    assert try_password(PASSWORD).status_code == 302


def test_one_try_too_many_is_refused_even_with_the_right_password(rosa):
    for _ in range(3):
        assert b"Too many" not in try_password("wrong").content
    refused = try_password(PASSWORD, name="Rosa")
    assert refused.status_code == 200
    assert b"Too many tries. Wait" in refused.content


def test_who_guesses_elsewhere_does_not_lock_rosa_out(rosa):
    for _ in range(5):
        try_password("wrong", address="203.0.113.9")
    assert try_password(PASSWORD).status_code == 302
