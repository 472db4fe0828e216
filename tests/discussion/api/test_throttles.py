import pytest
import time_machine

from discussion.api import throttles
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import reader_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def comments(article):
    return f"articles/{article.public_id}/comments/"


@pytest.fixture
def strict(settings):
    settings.THROTTLES = {
        **settings.THROTTLES,
        "read": "3/minute",
        "post": "1 per 10 second; 5/hour",
    }


def test_the_caller_is_told_what_is_left(strict, comments, nobody):
    answer = nobody.get(comments)
    assert answer.headers["RateLimit-Policy"] == '"read-60s";q=3;w=60'
    assert answer.headers["RateLimit"].startswith('"read-60s";r=2;t=')
    posted = Api().post(comments, {})
    assert posted.status_code == 401


def test_too_many_are_told_when_to_come_back(strict, comments, nobody):
    for _ in range(3):
        assert nobody.get(comments).status_code == 200
    answer = nobody.get(comments)
    assert_problem(answer, 429, "throttled")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit"].startswith('"read-60s";r=0;t=')


def test_readers_are_counted_by_who_they_are(strict, comments, as_ada, as_ben):
    assert as_ada.post(comments, {"body": "One."}).status_code == 202
    answer = as_ada.post(comments, {"body": "Two."})
    assert_problem(answer, 429, "throttled")
    assert answer.headers["RateLimit-Policy"] == '"post-10s";q=1;w=10, "post-3600s";q=5;w=3600'
    assert as_ben.post(comments, {"body": "Three."}).status_code == 202


def test_reading_and_posting_are_counted_apart(strict, comments, as_ada):
    for _ in range(3):
        as_ada.get(comments)
    assert as_ada.post(comments, {"body": "One."}).status_code == 202


def test_a_new_token_is_no_new_reader(strict, site, comments):
    assert Api(reader_token(site, "ada")).post(comments, {"body": "1"}).status_code == 202
    renamed = Api(reader_token(site, "ada", name="Somebody else"))
    assert renamed.post(comments, {"body": "2"}).status_code == 429


class TestWhoseAddress:
    def spoofed(self, comments, forwarded):
        return Api().get(comments, X_Forwarded_For=forwarded).status_code

    def test_without_proxies_the_header_is_the_callers_own_word(self, strict, comments):
        answers = [self.spoofed(comments, f"203.0.113.{n}") for n in range(4)]
        assert answers == [200, 200, 200, 429]

    def test_with_a_proxy_its_entry_counts_and_what_stands_before_it_does_not(
        self, strict, comments, settings
    ):
        settings.TRUSTED_PROXIES = 1
        answers = [self.spoofed(comments, f"198.51.100.{n}, 203.0.113.7") for n in range(4)]
        assert answers == [200, 200, 200, 429]
        assert self.spoofed(comments, "203.0.113.8") == 200

    def test_a_household_of_ipv6_is_one_caller(self, strict, comments, settings):
        settings.TRUSTED_PROXIES = 1
        answers = [self.spoofed(comments, f"2001:db8:1:2::{n}") for n in range(4)]
        assert answers == [200, 200, 200, 429]
        assert self.spoofed(comments, "2001:db8:1:3::1") == 200


def test_without_redis_each_process_counts_by_itself(strict, comments, nobody, settings):
    throttles._shared_storage.cache_clear()
    settings.REDIS_URL = "unix:///nowhere/broker.sock"
    try:
        answers = [nobody.get(comments).status_code for _ in range(4)]
    finally:
        throttles._shared_storage.cache_clear()
    assert answers == [200, 200, 200, 429]


def test_the_count_ends_with_its_window(strict, comments, nobody):
    throttles.breaker.trip()  # Redis has a clock of its own; the process's can be moved
    with time_machine.travel(0) as clock:
        for _ in range(3):
            nobody.get(comments)
        assert nobody.get(comments).status_code == 429
        clock.shift(61)
        throttles.breaker.trip()
        assert nobody.get(comments).status_code == 200
