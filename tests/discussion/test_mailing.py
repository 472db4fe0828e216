"""One mail to one person, whatever is written into it."""

import pytest
from django.core import mail
from django.core.mail import BadHeaderError

from discussion.mailing import AddressRefused, NoMailServer, send

HOSTILE = ["x\nBcc: eve@example.org", "x\r\nBcc: eve@example.org", "x\u2028Bcc: y", "x\x00y"]


def test_it_goes_to_one_person_with_its_headers():
    send("ada@example.org", "Hello", "Text.", {"Auto-Submitted": "auto-generated"})
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["ada@example.org"], "Hello", "Text.")
    assert sent.message()["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("subject", HOSTILE)
def test_a_subject_cannot_begin_another_header(subject):
    send("ada@example.org", subject, "Text.")
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert len(mail.outbox[0].recipients()) == 1
    assert "\n" not in mail.outbox[0].subject


def test_a_long_subject_is_cut():
    send("ada@example.org", "word " * 100, "Text.")
    assert len(mail.outbox[0].subject) == 150


def test_a_header_cannot_begin_another_one():
    with pytest.raises(BadHeaderError):
        send("ada@example.org", "Hello", "Text.", {"X-One": "a\nBcc: eve@example.org"})
    assert mail.outbox == []


@pytest.mark.parametrize(
    "address",
    ["", "ada", "a@example.org, eve@example.org", "a@example.org\neve@example.org", "A <a@b.c>"],
)
def test_what_is_not_one_address_gets_nothing(address):
    with pytest.raises(AddressRefused) as refused:
        send(address, "Hello", "Text.")
    assert mail.outbox == []
    assert "eve" not in str(refused.value)


def test_without_a_server_no_mail_seems_to_be_sent(settings):
    settings.EMAIL_BACKEND = "discussion.mailing.Nowhere"
    with pytest.raises(NoMailServer):
        send("ada@example.org", "Hello", "Text.")


def test_embedded_each_mail_is_a_file(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    send("ada@example.org", "Hello", "Text.")
    (written,) = (tmp_path / "mail").iterdir()
    assert b"Subject: Hello" in written.read_bytes()
