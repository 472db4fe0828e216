"""The fast lane says what Django says, as true, as often, and nothing else."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.utils import Error

from articles.models import Site
from discussion.api.cors import _origins
from discussion.api.page_cache import memory
from discussion.api.throttles import tallies
from discussion.lane.lane import FastLane
from discussion.lane.question import _is_secure
from tests.discussion_rows import make_comment, make_person, rule
from tests.wsgi_calls import Counting, call

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "https://www.example.org", "https://evil.example"


@pytest.fixture(autouse=True)
def _hosts_anew():
    _is_secure.cache_clear()


@pytest.fixture
def django():
    return Counting()


@pytest.fixture
def lane(django):
    return FastLane(django)


@pytest.fixture
def path(article):
    return f"/api/v1/articles/{article.public_id}/comments/"


@pytest.fixture
def thread(site, article, ada, ben):
    """Five roots, the last with replies, one of them gone."""
    Site.objects.filter(pk=site.pk).update(allowed_origins=[HERE])
    roots = [make_comment(article, ada, f"Réflexion {n} “so” <b>") for n in range(5)]
    first, second = (make_comment(article, ben, f"No {n}.", parent=roots[-1]) for n in range(2))
    make_comment(article, ada, "Why?", parent=first)
    rule(first, "reject", person=make_person())
    return [*roots, first, second]


def counted_anew():
    """Forget who called how often, so that two answers count the same; pages stay."""
    tallies.clear()


def of_lane(lane, django, path, **request):
    """Return what the lane says by itself, once it knows this kind of answer."""
    call(lane, path, **request)
    counted_anew()
    before = django.asked
    answer = call(lane, path, **request)
    assert django.asked == before, "Django was asked"
    return answer


def assert_same(lane, django, path, **request):
    own = of_lane(lane, django, path, **request)
    counted_anew()
    theirs = call(django, path, **request)
    assert (own.status, own.body) == (theirs.status, theirs.body)
    assert own.settled == theirs.settled
    assert own.header("X-Request-ID") != theirs.header("X-Request-ID")
    return own


class TestTheSameAnswer:
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "?sort=oldest",
            "?sort=most_liked&limit=2",
            "?sort=most_replies",
            "?limit=2&replies_limit=0",
            "?replies_limit=1&limit=100",
        ],
    )
    def test_of_a_page(self, lane, django, path, thread, query):
        assert assert_same(lane, django, path + query).status == "200 OK"

    def test_of_the_next_page_and_the_one_before(self, lane, django, path, thread, nobody):
        first = nobody.get(f"{path}?limit=2").json()
        second = assert_same(lane, django, first["next"])
        assert 'rel="prev"' in second.header("Link")

    def test_of_the_replies_to_one_comment(self, lane, django, path, thread):
        assert_same(lane, django, f"{path}?parent={thread[4].public_id}")

    def test_of_an_article_without_comments(self, lane, django, path):
        assert_same(lane, django, path)

    @pytest.mark.parametrize("coding", ["gzip", "gzip, deflate, br", "br", "gzip;q=0", "*", ""])
    def test_in_any_coding(self, lane, django, path, thread, coding):
        assert_same(lane, django, path, Accept_Encoding=coding)

    @pytest.mark.parametrize("coding", ["", "gzip"])
    @pytest.mark.parametrize("known", ["{tag}", "W/{tag}", '"x", {tag}', "*"])
    def test_to_who_has_the_page(self, lane, django, path, thread, known, coding):
        tag = call(lane, path).header("ETag")
        request = {"If_None_Match": known.format(tag=tag), "Accept_Encoding": coding}
        answer = assert_same(lane, django, path, **request)
        assert (answer.status, answer.body) == ("304 Not Modified", b"")

    def test_to_who_has_another_page(self, lane, django, path, thread):
        answer = assert_same(lane, django, path, If_None_Match='"0123"')
        assert answer.status == "200 OK"

    @pytest.mark.parametrize("origin", [HERE, ELSEWHERE, "null", "http://["])
    def test_to_the_page_of_any_origin(self, lane, django, path, thread, origin):
        answer = assert_same(lane, django, path, Origin=origin)
        allowed = answer.header("access-control-allow-origin")
        assert allowed == (HERE if origin == HERE else None)

    def test_to_pages_of_two_origins_of_one_site(self, lane, django, path, thread, site):
        other = "https://m.example.org"
        Site.objects.filter(pk=site.pk).update(allowed_origins=[HERE, other])
        assert_same(lane, django, path, Origin=HERE)
        answer = assert_same(lane, django, path, Origin=other)
        assert answer.header("access-control-allow-origin") == other

    def test_to_head(self, lane, django, path, thread):
        assert_same(lane, django, path, method="HEAD")

    def test_over_https(self, lane, django, path, thread, settings):
        settings.SECURE_HSTS_SECONDS = 60
        secure = {"wsgi.url_scheme": "https"}
        lane, django = lane_of_now()
        answer = assert_same(lane, django, path, environ=secure)
        assert answer.header("Strict-Transport-Security").startswith("max-age=60")
        assert assert_same(lane, django, path).header("Strict-Transport-Security") is None

    def test_of_a_closed_article(self, lane, django, path, thread, article):
        article.commenting = "closed"
        article.save()
        assert_same(lane, django, path)

    def test_whatever_else_a_browser_says(self, lane, django, path, thread):
        said = {
            "Accept": "text/html",
            "Accept_Language": "de",
            "User_Agent": "x",
            "Range": "bytes=0-10",
            "If_Modified_Since": "Mon, 30 Nov 2026 10:00:00 GMT",
            "X_HTTP_Method_Override": "DELETE",
            "X_Forwarded_Host": "evil.example",
            "Sec_Fetch_Site": "cross-site",
        }
        assert_same(lane, django, path, **said)


class TestWhatIsLeftToDjango:
    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("?limit=0", 400),
            ("?limit=2&limit=3", 400),
            ("?strange=1", 400),
            ("?cursor=AAAA", 400),
            ("?parent=01900000-0000-7000-8000-000000000000", 400),
            ("?sort=%6Eewest", 200),
            ("?cursor=%00", 400),
        ],
    )
    def test_a_query_that_it_does_not_know(self, lane, django, path, thread, query, status):
        self.left(lane, django, path + query, status)

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Authorization": "Bearer x"}, 401),
            ({"Cookie": "sessionid=x"}, 200),
            ({"Host": "evil.example"}, 400),
            ({"Transfer_Encoding": "chunked"}, 200),
            ({"Content_Encoding": "gzip"}, 415),
        ],
    )
    def test_a_request_that_is_somebodys_or_strange(
        self, lane, django, path, thread, headers, status
    ):
        environ = {"wsgi.input_terminated": True}
        self.left(lane, django, path, status, environ=environ, **headers)

    def test_an_unknown_article(self, lane, django, db):
        address = "/api/v1/articles/01900000-0000-7000-8000-000000000000/comments/"
        self.left(lane, django, address, 404)

    @pytest.mark.parametrize("method", ["POST", "OPTIONS", "PUT", "TRACE"])
    def test_another_method(self, lane, django, path, thread, method):
        before = django.asked
        call(lane, path, method=method)
        assert django.asked == before + 1

    def test_a_page_that_has_to_be_asked_for_over_https(self, path, thread, settings):
        settings.SECURE_SSL_REDIRECT = True
        lane, django = lane_of_now()
        self.left(lane, django, path, 301)

    def left(self, lane, django, path, status, **request):
        for asked in (1, 2):
            answer = call(lane, path, **request)
            assert django.asked == asked
            assert answer.status.startswith(f"{status} ")


class TestAsTrue:
    def test_what_was_removed_is_gone_at_the_next_request(self, lane, django, path, thread):
        assert b"R\xc3\xa9flexion 0" in of_lane(lane, django, path).body
        rule(thread[0], "reject", person=make_person("remy"))
        after = of_lane(lane, django, path)
        assert b"R\xc3\xa9flexion 0" not in after.body
        again = call(lane, path, If_None_Match=after.header("ETag"))
        assert again.status == "304 Not Modified"

    def test_who_has_the_page_before_gets_the_one_after(self, lane, django, path, article, ada):
        tag = of_lane(lane, django, path).header("ETag")
        make_comment(article, ada, "New.")
        assert call(lane, path, If_None_Match=tag).status == "200 OK"

    def test_what_the_site_offers_is_offered_at_once(self, lane, django, path, thread, site):
        of_lane(lane, django, path)
        Site.objects.filter(pk=site.pk).update(reactions=["like", "insightful"])
        assert b"insightful" in of_lane(lane, django, path).body

    def test_an_origin_that_is_listed_no_longer_reads_no_longer(
        self, lane, django, path, thread, site
    ):
        of_lane(lane, django, path, Origin=HERE)
        Site.objects.filter(pk=site.pk).update(allowed_origins=[])
        _origins.cache_clear()
        answer = of_lane(lane, django, path, Origin=HERE)
        assert answer.header("access-control-allow-origin") is None

    def test_one_read_of_the_article_is_all_it_costs(
        self, lane, django, path, thread, django_assert_num_queries
    ):
        of_lane(lane, django, path)
        # The lane's own read goes past what is counted here: nothing else does.
        with django_assert_num_queries(0):
            call(lane, path)

    def test_without_the_shared_cache_it_is_the_same(self, lane, django, path, thread, settings):
        before = of_lane(lane, django, path)
        cache.clear()
        memory.clear()
        counted_anew()
        after = of_lane(lane, django, path)
        assert (after.body, after.settled) == (before.body, before.settled)


class TestCounting:
    @pytest.fixture
    def few(self, settings):
        settings.THROTTLES = {**settings.THROTTLES, "read": "3/minute"}

    def test_too_many_get_what_django_says_to_too_many(self, few, lane, django, path, thread):
        statuses = [call(lane, path).status for _ in range(3)]
        assert statuses == ["200 OK"] * 3
        refused, theirs = call(lane, path), call(django, path)
        assert refused.status == theirs.status == "429 Too Many Requests"
        assert 1 <= int(refused.header("Retry-After")) <= 60
        names = [name for name, _ in refused.headers]
        assert names == [name for name, _ in theirs.headers]
        assert refused.header("RateLimit").startswith('"read-60s";r=0;t=')

    def test_a_request_counts_once_whoever_answers_it(self, few, lane, django, path, thread):
        told = [call(lane, path).header("RateLimit").split(";")[1] for _ in range(3)]
        assert told == ["r=2", "r=1", "r=0"]
        assert django.asked == 1

    def test_it_is_one_count_with_the_rest_of_the_api(self, few, lane, path, thread, nobody):
        for _ in range(2):
            assert nobody.get("articles/?site=the-daily-ledger").status_code < 429
        assert call(lane, path).status == "200 OK"
        assert call(lane, path).status == "429 Too Many Requests"

    def test_callers_are_counted_apart(self, few, lane, path, thread):
        for _ in range(4):
            call(lane, path)
        other = call(lane, path, environ={"REMOTE_ADDR": "203.0.113.7"})
        assert other.status == "200 OK"

    def test_behind_a_proxy_its_word_counts(self, few, lane, path, thread, settings):
        settings.TRUSTED_PROXIES = 1
        for number in range(4):
            said = f"198.51.100.{number}, 203.0.113.7"
            answer = call(lane, path, X_Forwarded_For=said)
        assert answer.status == "429 Too Many Requests"


@pytest.mark.django_db(transaction=True)
def test_after_the_database_was_away_the_lane_answers_again(lane, django, path, thread):
    of_lane(lane, django, path)
    end_connection()
    before = django.asked
    assert call(lane, path).status == "200 OK"
    assert django.asked == before


def end_connection():
    """End the session as a restarted server does; the client has not noticed yet."""
    if connection.vendor == "sqlite":
        connection.connection.close()
        return
    with connection.cursor() as cursor, pytest.raises(Error):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def lane_of_now():
    """Return a lane whose Django has read the settings as they are now."""
    django = Counting()
    return FastLane(django), django
