import os
import subprocess
import sys

import pytest

from tests.api_calls import Api

HOME = "https://www.ledger.example"

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(site):
    site.allowed_origins = [HOME]
    site.save()


def paths(site, article):
    return [f"articles/{article.public_id}/comments/", f"articles/?site={site.slug}"]


def test_a_page_of_the_site_may_read_the_answer(home, site, article):
    for path in paths(site, article):
        answer = Api().get(path, Origin=HOME)
        assert answer.headers["Access-Control-Allow-Origin"] == HOME
        assert "Access-Control-Allow-Credentials" not in answer.headers
        exposed = answer.headers["Access-Control-Expose-Headers"]
        for name in ("ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"):
            assert name in exposed
        assert "origin" in answer.headers["Vary"].lower()


def test_a_page_of_another_site_may_not(home, site, article, other_site):
    other_site.allowed_origins = ["https://evening.example"]
    other_site.save()
    for origin in ("https://evening.example", "https://evil.example", "null"):
        answer = Api().get(paths(site, article)[0], Origin=origin)
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_what_is_no_api_is_for_no_other_origin_and_costs_no_look_up(
    home, site, nobody, django_assert_num_queries
):
    with django_assert_num_queries(1):
        answer = nobody.get(f"/{site.slug}/policy/", Origin=HOME)
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_preflight_is_answered_before_anybody_is_known(home, site, article):
    answer = Api().send(
        "OPTIONS",
        paths(site, article)[0],
        Origin=HOME,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="authorization,idempotency-key,content-type",
    )
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == HOME
    assert "idempotency-key" in answer.headers["Access-Control-Allow-Headers"]
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]


def test_an_error_can_be_read_too(home, site, article):
    answer = Api("bad").get(paths(site, article)[0], Origin=HOME)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (401, HOME)


def test_the_first_request_of_a_process_is_judged_like_any_other():
    # Routes are read at the first request; who may read has to be known before.
    ask = (
        "import django; django.setup()\n"
        "from corsheaders.signals import check_request_enabled\n"
        "assert check_request_enabled.has_listeners()"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "discussion.settings"}
    assert subprocess.run([sys.executable, "-c", ask], env=environment).returncode == 0
