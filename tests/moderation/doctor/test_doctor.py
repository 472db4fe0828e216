"""`manage.py doctor` as an integrator meets it: a sentence for each thing that is not right yet."""

import contextlib
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from discussion.addresses import networks
from discussion.api import cors
from moderation import worker
from moderation.judge import Judge
from tests import discussion_rows as rows
from tests import factories
from tests.services.receiver import receiver
from tests.stub_scorer import StubScorer
from tests.webhooks import endpoint_at, verified

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """<!doctype html><html><head><title>Talks resume</title>
<link rel="canonical" href="{url}"></head><body><div id="comments"></div>
<script async src="{host}/embed.js" data-site="{site}" data-article-id="{article}"></script>
</body></html>"""


@pytest.fixture
def newspaper(settings, live_server, monkeypatch):
    """A page at another origin, all of which is right, and a worker that is alive."""
    cors._origins.cache_clear()
    settings.PUBLIC_URL = live_server.url
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")
    monkeypatch.setattr(worker, "_judge", Judge(StubScorer(), ()))
    worker.beat_once()
    with receiver() as page:
        origin = page.url.removesuffix("/hook")
        site = factories.make_site(domain="127.0.0.1", allowed_origins=[origin])
        article = factories.make_article(site, url=page.url)
        page.status = 200
        shown = PAGE.format(
            url=page.url, host=live_server.url, site=site.slug, article=article.external_id
        )
        page.body = shown.encode()
        yield Newspaper(site, page)


class Newspaper:
    def __init__(self, site, page):
        self.site, self.page = site, page

    def change(self, old, new):
        assert old.encode() in self.page.body
        self.page.body = self.page.body.replace(old.encode(), new.encode())

    def examined(self):
        """Return what is not right, by name, and whether the command failed."""
        out = StringIO()
        try:
            call_command("doctor", site=self.site.slug, url=self.page.url, stdout=out)
        except CommandError as error:
            assert error.returncode == 1
        lines = re.findall(r"^(ok|-->) +([^:]+): (.*)$", out.getvalue(), re.MULTILINE)
        return {name: says for mark, name, says in lines if mark == "-->"}


def test_what_is_set_up_right_is_green(newspaper):
    assert newspaper.examined() == {}


def test_every_part_is_named(newspaper):
    out = StringIO()
    call_command("doctor", site=newspaper.site.slug, url=newspaper.page.url, stdout=out)
    for name in (
        *("database", "broker", "worker", "queue", "policy", "model", "database clock", "mail"),
        *("cross-origin calls", "page", "origin", "canonical link", "embed", "content policy"),
        *("article", "page clock"),
    ):
        assert re.search(rf"^ok +{name}: .", out.getvalue(), re.MULTILINE), name
    assert out.getvalue().endswith("All is well.\n")


def test_without_a_worker_it_says_how_to_start_one(newspaper):
    worker.WorkerHeartbeat.objects.all().delete()
    assert "celery -A discussion worker" in newspaper.examined()["worker"]


def test_an_origin_that_is_not_listed_may_not_call(newspaper):
    newspaper.site.allowed_origins = ["https://other.example"]
    newspaper.site.save()
    found = newspaper.examined()
    assert newspaper.page.url.removesuffix("/hook") in found["origin"]
    # The other one is listed, and may.
    assert set(found) == {"origin"}


def test_a_site_without_origins_is_told_where_to_list_them(newspaper):
    newspaper.site.allowed_origins = []
    newspaper.site.save()
    assert "lists no origin" in newspaper.examined()["origins"]


def test_a_public_address_where_nobody_answers_is_named(newspaper, settings):
    with receiver() as gone:
        settings.PUBLIC_URL = gone.url.removesuffix("/hook")
    assert "does not answer" in newspaper.examined()["public address"]


@pytest.mark.parametrize(
    ("old", "new", "name", "says"),
    [
        ('rel="canonical"', 'rel="other"', "canonical link", "discussion of its own"),
        ("embed.js", "other.js", "embed", "Add <script async"),
        ('data-site="', 'data-site="x', "embed", "data-site is"),
        ('<div id="comments">', '<div id="talk">', "embed", "#comments"),
        ('data-article-id="', 'data-article-id="x', "article", "announce it by PUT"),
        ('data-article-id="', 'data-other="', "article", ""),
    ],
)
def test_what_is_wrong_on_the_page_is_named(newspaper, old, new, name, says):
    newspaper.change(old, new)
    found = newspaper.examined()
    if says:
        assert set(found) == {name}
        assert says in found[name]
    else:
        # By its address the article is found as well.
        assert found == {}


def test_what_is_no_address_or_date_on_the_page_ends_nothing(newspaper):
    newspaper.change('<link rel="canonical" href="', '<link rel="canonical" href="http://[')
    newspaper.change("<body>", '<body><script src="http://[/embed.js"></script>')
    newspaper.page.headers = {
        "Date": "Mon, 01 Jan 2001 08:00:00 -0000",
        "Content-Security-Policy": "script-src https://[ *; connect-src *",
    }
    assert {"canonical link", "page clock"} <= set(newspaper.examined())


def test_a_policy_that_keeps_the_embed_out_is_quoted_by_its_directives(newspaper, live_server):
    newspaper.page.headers = {"Content-Security-Policy": "default-src 'self'"}
    says = newspaper.examined()["content policy"]
    assert f"Add {live_server.url} to script-src and connect-src" in says


@pytest.mark.parametrize(
    ("status", "says"), [(404, "answers 404"), (302, "leads on to"), (500, "answers 500")]
)
def test_a_page_that_no_reader_sees_is_not_looked_at(newspaper, status, says):
    newspaper.page.status, newspaper.page.location = status, "/elsewhere"
    assert says in newspaper.examined()["page"]


def test_a_page_that_does_not_answer_says_so(newspaper):
    with receiver() as gone:
        newspaper.page.port = gone.port
    assert "does not answer" in newspaper.examined()["page"]


def test_a_private_address_is_not_called_unless_the_operator_lists_it(newspaper, settings):
    settings.WEBHOOK_ALLOWED_ADDRESSES = []
    assert "WEBHOOK_ALLOWED_ADDRESSES" in newspaper.examined()["page"]
    assert newspaper.page.received == []


def test_a_clock_that_is_off_is_told_by_how_much(newspaper, time_machine):
    time_machine.move_to("2031-01-01T00:00:00Z", tick=False)
    assert "behind this machine's" in newspaper.examined()["database clock"]


def test_no_mail_server_is_said(newspaper, settings):
    settings.EMAIL_BACKEND = "discussion.mailing.Nowhere"
    assert "EMAIL_URL" in newspaper.examined()["mail"]


def test_a_model_that_fails_its_self_test_is_said(newspaper, settings, tmp_path):
    settings.DISCUSSION_SCORER = f"compact:{tmp_path}"
    assert str(tmp_path) in newspaper.examined()["model"]


def token_lines(newspaper, monkeypatch, token):
    """What is said of a token that comes by standard input, by the thing looked at."""
    monkeypatch.setattr("sys.stdin", StringIO(f"{token}\n"))
    out = StringIO()
    with contextlib.suppress(CommandError):
        call_command("doctor", site=newspaper.site.slug, token=True, stdout=out)
    assert token not in out.getvalue()
    found = re.findall(r"^(ok|-->) +token, ([^:]+): (.*)$", out.getvalue(), re.MULTILINE)
    return {name: (mark == "ok", says) for mark, name, says in found}


def test_a_good_token_is_good_in_every_claim(newspaper, monkeypatch):
    lines = token_lines(newspaper, monkeypatch, rows.reader_token(newspaper.site, "17", name="Ada"))
    assert {"signature", "aud", "exp", "sub", "name"} <= set(lines)
    assert all(right for right, _ in lines.values())


def test_the_claim_that_fails_is_named(newspaper, monkeypatch):
    sent = rows.reader_token(newspaper.site, "17", name="Ada", aud="elsewhere")
    lines = token_lines(newspaper, monkeypatch, sent)
    assert [name for name, (right, _) in lines.items() if not right] == ["aud"]


def test_a_receiver_gets_a_test_event_and_its_answer_is_told(newspaper):
    with receiver() as server:
        hook, secret = endpoint_at(newspaper.site, server.url)
        assert newspaper.examined() == {}
        assert [verified(sent, secret)["type"] for sent in server.received] == ["webhook.ping"]
        server.status = 500
        assert "it answers 500" in newspaper.examined()["webhook “Newsroom”"]
    with receiver() as gone:
        hook.url = gone.url
        hook.save()
    assert "OutwardFailed" in newspaper.examined()["webhook “Newsroom”"]


def test_what_was_switched_off_gets_none(newspaper):
    with receiver() as server:
        hook, _ = endpoint_at(newspaper.site, server.url)
        hook.off_at = hook.on_since
        hook.off_because = hook.Off.FAILING
        hook.save()
        assert "switched off" in newspaper.examined()["webhook “Newsroom”"]
        assert server.received == []


def test_an_unknown_site_is_refused():
    with pytest.raises(CommandError, match="There is no site"):
        call_command("doctor", site="nobody")
