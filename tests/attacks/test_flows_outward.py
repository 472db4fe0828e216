"""What the addresses that sites choose are used for: reaching what nobody outside may reach."""

import gzip
import json

import pytest

from articles.addresses import is_at_home
from discussion import outward
from discussion.addresses import networks
from discussion.errors import WebhookRefused
from discussion.flows.set_up_webhook import add_webhook
from discussion.models import WebhookDelivery, WebhookEndpoint
from tests import factories
from tests.api_calls import Api
from tests.services.receiver import receiver
from tests.webhooks import deliver, endpoint_at, happen


@pytest.fixture
def listed(settings):
    """The operator lets this machine be called."""
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")


@pytest.fixture
def server():
    with receiver() as state:
        yield state


def test_the_body_of_a_receivers_answer_is_not_read(listed, server):
    server.status, server.body = 200, b"x" * (4 << 20)
    assert outward.post(server.url, b"{}", {}) == 200


def test_a_packed_answer_is_never_unpacked(listed, server):
    packed = gzip.compress(bytes(64 << 20), compresslevel=1, mtime=0)
    server.status, server.body = 200, packed
    server.headers = {"Content-Encoding": "gzip"}
    with pytest.raises(outward.OutwardFailed):
        outward.fetch("GET", server.url, headers={}, most=1000)
    assert outward.fetch("GET", server.url, headers={}, most=len(packed)).body == packed


def test_a_message_about_any_text_is_json(db, listed, server):
    article = factories.make_article()
    hook, _ = endpoint_at(article.site, server.url)
    factories.published(article, "line\u2028separator \U0001f600 \u2029 </script>")
    deliver(hook)
    bodies = [json.loads(received.body.decode()) for received in server.received]
    assert bodies
    assert not [body for body in bodies if "separator" in str(body)]


@pytest.mark.parametrize(
    "host",
    ["evilnews.example", "news.example.evil.example", "news.example@evil.example", "xnews.example"],
)
def test_a_host_is_at_home_by_whole_labels(host):
    assert not is_at_home(f"https://{host}/a", origins=[], domain="news.example")
    assert is_at_home("https://www.news.example/a", origins=[], domain="news.example")


def test_an_article_that_a_visitor_names_fetches_nothing(world):
    world.site.allowed_origins, world.site.lazy_articles = ["https://site.example"], True
    world.site.save()
    said = {"url": "https://site.example/new"}
    path = f"sites/{world.site.slug}/articles/"
    assert Api().post(path, said, Origin="https://site.example").status_code == 201
    assert Api().post(path, said, Origin="https://evil.example").status_code == 403
    assert (world.calls.looked_up, world.calls.connected) == ([], [])


def test_what_was_fetched_is_served_nowhere(db, listed, server):
    """A receiver's answer leaves its status and nothing else."""
    server.status, server.body = 200, b"<script>alert(1)</script>"
    server.headers = {"Content-Type": "image/png"}
    article = factories.make_article()
    hook, _ = endpoint_at(article.site, server.url)
    happen(article)
    deliver(hook)
    for model in (WebhookEndpoint, WebhookDelivery):
        assert "alert(1)" not in str(list(model.objects.values()))


def test_open_closed_and_filtered_look_alike(db, server, settings):
    """Where the operator lists nothing, an inner address is refused before anything answers."""
    settings.WEBHOOK_ALLOWED_ADDRESSES = []
    faults = set()
    for url in (server.url, "http://127.0.0.1:9/", "http://10.255.255.1/"):
        with pytest.raises(outward.OutwardRefused) as refused:
            outward.post(url, b"{}", {})
        faults.add(str(refused.value))
        with pytest.raises(outward.OutwardRefused):
            outward.check_url(url)
    assert len(faults) == 1
    assert server.received == []


def test_the_service_itself_is_no_receiver(db, settings):
    settings.PUBLIC_URL = "https://comments.example"
    site = factories.make_site()
    for url in ("https://comments.example/hook", "https://COMMENTS.example:443/"):
        with pytest.raises(WebhookRefused, match="this service itself"):
            add_webhook(site, url=url, kinds=[], name="", actor="operator:test")
    add_webhook(site, url="https://hooks.example/", kinds=[], name="", actor="operator:test")
