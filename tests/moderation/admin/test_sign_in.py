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


def refusals(caplog):
    return [record.msg for record in caplog.records if "sign_in.refused" in str(record.msg)]


def test_a_wrong_password_is_logged_with_the_persons_id(rosa, caplog):
    try_password("wrong")
    [line] = refusals(caplog)
    assert (line["step"], line["user"]) == ("password", rosa.pk)


def test_what_an_unknown_person_typed_is_not_logged(rosa, caplog):
    try_password("hunter2", name="xylophone-marmalade")
    [line] = refusals(caplog)
    assert line["user"] is None
    assert "xylophone" not in caplog.text and "hunter2" not in caplog.text


def test_a_sign_in_is_logged_with_the_persons_id(rosa, caplog):
    try_password(PASSWORD)
    [line] = [record.msg for record in caplog.records if "sign_in.done" in str(record.msg)]
    assert (line["user"], line["second_factor"]) == (rosa.pk, "none")
