"""A site with an article and a few readers, and no limit that a test would run into by chance."""

import pytest

from discussion.api import cors, page_cache, throttles
from discussion.breaker import Breaker
from tests import discussion_rows as rows
from tests.api_calls import Api


@pytest.fixture(autouse=True)
def _whole_services(monkeypatch):
    """No test inherits that another one found Redis away, nor what was counted meanwhile."""
    for module in (page_cache, throttles):
        monkeypatch.setattr(module, "breaker", Breaker(seconds=5))
    throttles._own_storage.cache_clear()


@pytest.fixture(autouse=True)
def _quiet(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    cors._origins.cache_clear()
    with rows.without_moderation():
        yield


@pytest.fixture
def site(db):
    return rows.make_site()


@pytest.fixture
def other_site(db):
    return rows.make_site("The Evening Post", domain="evening.example")


@pytest.fixture
def article(site):
    return rows.make_article(site)


@pytest.fixture
def ada(site):
    return rows.make_author(site, "Ada")


@pytest.fixture
def ben(site):
    return rows.make_author(site, "Ben")


@pytest.fixture
def nobody():
    return Api()


@pytest.fixture
def as_ada(site):
    return Api(rows.reader_token(site, "ada"))


@pytest.fixture
def as_ben(site):
    return Api(rows.reader_token(site, "ben"))
