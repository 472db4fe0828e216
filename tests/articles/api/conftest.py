"""A site, its key, and no limit that a test would run into by chance."""

import pytest

from articles.flows.issue_site_key import issue_site_key
from tests import discussion_rows as rows
from tests.api_calls import Api


@pytest.fixture(autouse=True)
def _quiet(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")


@pytest.fixture
def site(db):
    return rows.make_site()


@pytest.fixture
def nobody():
    return Api()


@pytest.fixture
def server(site):
    return Api(issue_site_key(site, name="CMS", scopes=["articles:write"], actor="operator:test"))
