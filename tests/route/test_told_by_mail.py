"""A rejected comment, and how its author learns of it: the mail, and the end of such mail."""

import email
import email.policy
import time
import urllib.request
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import jwt
import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from articles.flows.add_reader_key import add_reader_key
from discussion.flows.deliver_notifications import deliver_notifications
from discussion.models import Comment
from tests import factories
from tests.route.http import Client
from tests.services.until import until

RUDE = "Shut up, you pathetic moron."


@pytest.fixture
def mal(site, live_server):
    """A reader whose site says where mail reaches him."""
    key, secret = add_reader_key(site, actor="operator:test")
    now = int(time.time())
    claims = {"sub": "mal", "name": "Mal", "iss": site.slug, "aud": "comments"}
    claims |= {"iat": now, "exp": now + 600, "email": "mal@example.org"}
    token = jwt.encode(claims, secret, "HS256", headers={"kid": key.kid})
    return Client(live_server.url, token)


@pytest.fixture
def letters(settings, tmp_path):
    """What lies in the folder for mail after a while, as it does on a machine without a server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    already: set[Path] = set()

    def letters() -> list[EmailMessage]:
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            deliver_notifications()
        new = sorted(set((tmp_path / "mail").glob("*")) - already)
        already.update(new)
        return [_read(path) for path in new]

    return letters


def _read(path: Path) -> EmailMessage:
    raw = path.read_bytes().split(b"\n" + b"-" * 79)[0]
    return email.message_from_bytes(raw, policy=email.policy.default)


def _posted(mal: Client, url: str, body: str) -> Comment:
    made = mal.post(url, {"body": body}).json
    comments = Comment.objects.filter(public_id=made["id"])
    until(lambda: comments.get().status != "pending", what="a judgement")
    return factories.fresh(comments.get())


def _reject(moderator: Browser, comment: Comment) -> None:
    answer = moderator.post(
        f"/api/v1/moderation/comments/{comment.public_id}/decisions/",
        {
            "action": "reject",
            "clause": "hateful-language",
            "reasoning": "It insults another reader.",
        },
        content_type="application/json",
        headers={"If-Match": f'"{comment.version}"'},
    )
    assert answer.status_code == 201


def test_a_rejection_is_told_by_mail_with_the_statement_of_reasons_until_its_author_says_no_more(
    start_worker, site, comments_url, live_server, settings, mal, letters
):
    settings.PUBLIC_URL = live_server.url
    start_worker()
    moderator = Browser()
    moderator.force_login(factories.make_moderator(site))
    comment = _posted(mal, comments_url, RUDE)
    assert comment.status == "held"
    _reject(moderator, comment)

    (letter,) = letters()
    assert letter["To"] == "mal@example.org"
    assert letter["Subject"].strip() == (
        "Your comment on “Talks resume” was rejected: Hateful language"
    )
    text = letter.get_content()
    statement = mal.get(f"/api/v1/comments/{comment.public_id}/decision/").json
    assert f"> {RUDE}" in text
    assert statement["clauses"][0]["wording"] in text
    assert statement["passages"]
    for passage in statement["passages"]:
        assert f"“{passage}”" in text
    assert "The moderator says: It insults another reader." in text
    assert "Decided by a person, after a machine had found it" in text
    assert statement["how_to_appeal"] in text

    address = letter["List-Unsubscribe"].strip(" <>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    click = urllib.request.Request(address, b"List-Unsubscribe=One-Click", method="POST")
    with urllib.request.urlopen(click, timeout=20) as answer:
        assert answer.status == 200
    _reject(moderator, _posted(mal, comments_url, f"{RUDE} Really."))
    assert letters() == []
