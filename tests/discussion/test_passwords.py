"""How passwords are kept."""

import pytest
from django.contrib.auth.hashers import check_password, make_password

from discussion import settings as chosen

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _as_in_life(settings):
    """The rest of the tests keep passwords in a way that costs no time."""
    settings.PASSWORD_HASHERS = chosen.PASSWORD_HASHERS


def test_a_password_is_kept_by_argon2_and_found_right():
    kept = make_password(PASSWORD)
    assert kept.startswith("argon2$argon2id$")
    assert check_password(PASSWORD, kept)
    assert not check_password(PASSWORD + "r", kept)


def test_an_older_way_is_still_read_and_then_kept_anew():
    older, kept_anew = make_password(PASSWORD, hasher="pbkdf2_sha256"), []
    assert check_password(PASSWORD, older, setter=kept_anew.append)
    assert kept_anew == [PASSWORD]
