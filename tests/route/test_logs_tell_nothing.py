"""A whole life, with a mark in every private value, and none of them in any process's log."""

import json
import time
import urllib.request
from smtplib import SMTPRecipientsRefused

import jwt
import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client as Browser

from articles.flows.add_reader_key import add_reader_key
from discussion.addresses import networks
from discussion.flows.deliver_notifications import deliver_notifications
from discussion.models import Comment, Notification
from moderation.flows.mail_notices import mail_notices
from tests import factories
from tests.route.http import Client
from tests.services.receiver import receiver
from tests.services.until import until
from tests.webhooks import deliver, endpoint_at, happen

MARK = "zebrawort"
ADDRESS = "203.0.113.77"
EMAIL = f"mal.{MARK}@mail.example"
AGENT = {"User-Agent": f"Agent {MARK}", "X-Forwarded-For": ADDRESS}


class Refuses(BaseEmailBackend):
    """A mail server that names whom it refuses, as real ones do."""

    def send_messages(self, messages):
        to = messages[0].to[0]
        raise SMTPRecipientsRefused({to: (550, f"no {to} here".encode())})


@pytest.fixture
def token(site):
    """Signs tokens for this site's readers, as its server would."""
    key, secret = add_reader_key(site, actor="operator:test")

    def token(name, **claims):
        now = int(time.time())
        told = {"sub": f"{name}-{MARK}", "name": f"{name} {MARK}", "email": EMAIL}
        told |= {"iss": site.slug, "aud": "comments", "iat": now, "exp": now + 600, **claims}
        return jwt.encode(told, secret, "HS256", headers={"kid": key.kid})

    return token


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_no_process_tells_what_is_private(
    start_worker, site, comments_url, live_server, settings, token, lines, tmp_path, monkeypatch
):
    settings.EMAIL_BACKEND = f"{__name__}.Refuses"
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")
    start_worker(stub=True)
    tokens = [token("Mal"), token("Ben"), token("Old", exp=1), f"{token('Eve')}x", MARK]
    mal, ben, *refused = [Client(live_server.url, each, dict(AGENT)) for each in tokens]

    # Readers write, edit, answer, repeat themselves, and send what is nothing.
    public = posted(mal, comments_url, f"A fair {MARK}.", Idempotency_Key=f"{MARK}-1")
    rude = posted(mal, comments_url, f"You idiot, {MARK}, write to {EMAIL}.")
    posted(mal, comments_url, f"STUB:NAN {MARK}")
    edited = {"body": f"A fairer {MARK}."}
    assert mal.patch(public, edited, If_Match=mal.get(public).headers["ETag"]).status == 202
    assert mal.post(comments_url, {"body": f"A fairer {MARK}.", MARK: MARK}).status == 400
    assert mal.post(comments_url, f"not an object but {MARK}").status == 400
    assert mal.get(f"/api/v1/articles/{MARK}/?q={MARK}").status == 404
    assert [client.post(comments_url, {"body": MARK}).status for client in refused] == [401] * 3
    report = {"reason": "other", "text": f"It says {MARK}."}
    assert ben.post(f"{public}reports/", report).status == 201
    notice = {"comment_url": ben.get(public).json["permalink"], "explanation": f"{MARK}!"}
    notice |= {"name": f"Nora {MARK}", "email": EMAIL, "good_faith": True}
    assert ben.post("/api/v1/notices/", notice).status == 202

    # Staff fail to sign in, decide, and hear of an appeal.
    sign_in(live_server.url)
    decide(site, rude)
    assert mal.post(f"{rude}appeals/", {"words": f"Meant {MARK}."}).status == 201

    # Mails and webhooks do not arrive, and something breaks in the middle.
    Notification.objects.update(due_at="2026-01-01T00:00Z")
    deliver_notifications()
    mail_notices()
    endpoint, secret = hear_nothing(site)
    assert breaks(ben, comments_url, monkeypatch) == 500

    told = "\n".join([*lines(), (tmp_path / "worker.log").read_text()])
    for event in ("request", "decided", "mail not sent", "broke at a text", "401"):
        assert event in told, event
    signatures = [each.rpartition(".")[2] for each in tokens]
    private = [MARK, EMAIL, ADDRESS, "mail.example", secret, endpoint.url, *tokens, *signatures]
    assert [value for value in private if value in told] == []


def posted(client, url, body, **headers):
    """The path of a comment that was judged."""
    answer = client.post(url, {"body": body}, **headers)
    assert answer.status == 202
    comments = Comment.objects.filter(public_id=answer.json["id"])
    until(lambda: comments.get().status != "pending", what="a judgement")
    return f"/api/v1/comments/{answer.json['id']}/"


def sign_in(url):
    form = f"username={MARK}&password={MARK}-password".encode()
    cookies = {"Cookie": f"csrftoken={'t' * 32}", "X-CSRFToken": "t" * 32, **AGENT}
    request = urllib.request.Request(f"{url}/admin/login/", form, cookies)
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200


def decide(site, path):
    moderator = Browser()
    moderator.force_login(factories.make_moderator(site, f"rosa-{MARK}"))
    comment = Comment.objects.get(public_id=path.split("/")[-2])
    said = {"action": "reject", "clause": "hateful-language", "private_note": f"Note {MARK}."}
    answer = moderator.post(
        f"/api/v1/moderation/comments/{comment.public_id}/decisions/",
        json.dumps({**said, "reasoning": f"It insults {MARK}."}),
        content_type="application/json",
        headers={"If-Match": f'"{comment.version}"'},
    )
    assert answer.status_code == 201, answer.content


def hear_nothing(site):
    """A receiver that refuses all it is sent, at an address with a secret in it."""
    with receiver() as server:
        server.status = 500
        server.body = MARK.encode()
        endpoint, secret = endpoint_at(site, f"{server.url}/{MARK}?key={MARK}")
        happen(factories.make_article(site, "Weather"))
        deliver(endpoint)
    return endpoint, secret


def breaks(client, url, monkeypatch):
    """The status of a POST in the middle of which something breaks, with the text at hand."""

    def broken(body):
        own = body
        raise RuntimeError(f"broke at a text of {len(own)} characters")

    monkeypatch.setattr("discussion.flows.post_comment.render", broken)
    return client.post(url, {"body": f"At last, {MARK}."}).status
