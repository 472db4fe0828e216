"""The stage of the stories: a site with an article, readers with tokens, a served API, real
workers.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import jwt
import pytest
from django.core.cache import cache

from articles.flows.add_reader_key import add_reader_key
from articles.models import Article, Site
from moderation.management.commands.seed import SEEDS
from moderation.models import WorkerHeartbeat
from moderation.policy.document import read_toml
from tests import factories
from tests.route.http import Client
from tests.route.processes import Worker


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.processes)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def site(transactional_db: None) -> Site:
    """A site under the default policy."""
    return factories.make_site(document=read_toml(SEEDS / "policies" / "default.toml"))


@pytest.fixture
def article(site: Site) -> Article:
    return factories.make_article(site)


@pytest.fixture
def comments_url(article: Article) -> str:
    return f"/api/v1/articles/{article.public_id}/comments/"


@pytest.fixture
def reader(site: Site, live_server: object) -> Callable[[str], Client]:
    """A client of a reader whose site has just signed a token for them."""
    key, secret = add_reader_key(site, actor="operator:test")

    def client(name: str) -> Client:
        now = int(time.time())
        claims = {"sub": name.lower(), "name": name, "iss": site.slug, "aud": "comments"}
        token = jwt.encode(
            {**claims, "iat": now, "exp": now + 600}, secret, "HS256", headers={"kid": key.kid}
        )
        return Client(live_server.url, token)

    return client


@pytest.fixture
def anybody(live_server: object) -> Client:
    """A client without a token."""
    return Client(live_server.url)


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Starts workers and ends them with the story; their log is shown when it fails."""
    workers: list[Worker] = []
    with (tmp_path / "worker.log").open("w") as log:

        def start(**options: object) -> Worker:
            WorkerHeartbeat.objects.all().delete()
            workers.append(Worker(log, **options))
            return workers[-1]

        yield start
        for worker in workers:
            if not worker.ended:
                worker.stop()
    # pytest shows it when the story fails.
    sys.stdout.write((tmp_path / "worker.log").read_text()[-4000:])


@pytest.fixture(autouse=True)
def _no_throttle_left_over() -> Iterator[None]:
    yield
    cache.clear()
