"""Articles that nobody announced, made by the first reader of their page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.flows import add_lazy_article as adding
from articles.models import Article, AuditEvent, OutboxEvent
from discussion.api import cors
from tests.api_calls import assert_problem
from tests.discussion_rows import make_author, make_comment, make_site

pytestmark = pytest.mark.django_db

HOME = "https://www.ledger.example"
PAGE = f"{HOME}/city/bridge-reopens.html"


@pytest.fixture(autouse=True)
def _origins_as_they_are():
    cors._origins.cache_clear()


@pytest.fixture
def site(db):
    return make_site(allowed_origins=[HOME, "https://amp.example"])


@pytest.fixture
def visit(site, nobody):
    """Ask as the embed on a page of that origin does."""

    def ask(url=PAGE, *, origin=HOME, **fields):
        data = {"url": url, **fields}
        return nobody.post(f"sites/{site.slug}/articles/", data, Origin=origin)

    return ask


class TestMaking:
    def test_the_first_reader_makes_it_and_the_second_finds_it(self, visit, nobody):
        made = visit(title="Bridge reopens", section="City", published_at="2026-01-02T03:04:05Z")
        assert made.status_code == 201
        shown = made.json()
        assert made.headers["Location"] == f"/api/v1/articles/{shown['id']}/"
        assert (shown["url"], shown["title"]) == (PAGE, "Bridge reopens")
        assert (shown["section"], shown["commenting"]) == ("City", "open")
        again = visit(title="Something else")
        assert (again.status_code, again.json()) == (200, shown)
        assert nobody.get(f"articles/{shown['id']}/").json() == shown
        kinds = list(OutboxEvent.objects.values_list("kind", flat=True))
        assert kinds == ["article.created"]
        assert AuditEvent.objects.filter(actor="visitor:embed", kind="article.created").count() == 1

    def test_a_title_that_nobody_judged_stands_in_no_public_list(self, visit, nobody, site):
        def is_listed():
            listed = nobody.get("articles/", {"site": site.slug}).json()["results"]
            page = Client().get(f"/{site.slug}/").content.decode()
            return bool(listed), "The editor is a crook" in page

        shown = visit(title="The editor is a crook").json()
        assert is_listed() == (False, False)
        article, ada = Article.objects.get(public_id=shown["id"]), make_author(site)
        make_comment(article, ada, outcome="hold")
        assert is_listed() == (False, False)
        make_comment(article, ada)
        assert is_listed() == (True, True)

    @pytest.mark.parametrize("path", ["", "/"])
    def test_an_address_that_is_too_long_in_its_one_spelling_is_refused(self, visit, path):
        longest = f"{HOME}{path}?q=".ljust(600, "x")
        answer = visit(longest)
        if path:
            assert answer.json()["url"] == longest
        else:
            assert_problem(answer, 400, "invalid")

    @pytest.mark.parametrize(
        "spelling",
        [
            f"{PAGE}#comments",
            f"{PAGE}?utm_source=news&utm_medium=mail",
            f"{PAGE}?fbclid=x&UTM_ID=2",
            "https://WWW.ledger.example:443/city/bridge-reopens.html",
        ],
    )
    def test_one_page_has_one_thread_however_it_was_reached(self, visit, nobody, site, spelling):
        shown = visit().json()
        assert visit(spelling).json() == shown
        found = nobody.get("articles/", {"site": site.slug, "url": spelling}).json()["results"]
        assert found == [shown]

    def test_what_the_query_names_is_another_page(self, visit):
        assert visit(f"{HOME}/?p=1").json()["id"] != visit(f"{HOME}/?p=2").json()["id"]
        kept = visit(f"{HOME}/?p=1&utm_source=x&q=a%20b").json()["url"]
        assert kept == f"{HOME}/?p=1&q=a%20b"

    def test_the_sites_own_id_goes_before_the_address(self, visit, nobody, site):
        shown = visit(external_id="cms-7").json()
        assert visit(f"{HOME}/moved", external_id="cms-7").json() == shown
        assert visit(external_id="cms-8").json() == shown
        found = nobody.get("articles/", {"site": site.slug, "external_id": "cms-7"}).json()
        assert [article["id"] for article in found["results"]] == [shown["id"]]

    @pytest.mark.parametrize(
        ("url", "title"),
        [
            (PAGE, "bridge reopens"),
            (HOME, "www.ledger.example"),
            (f"{HOME}/%D0%9C%D0%BE%D1%81%D1%82/", "Мост"),
            (f"{HOME}/%00%0A%FF", "www.ledger.example"),
        ],
    )
    def test_without_a_title_it_has_the_words_of_its_address(self, visit, url, title):
        made = visit(url)
        assert made.status_code == 201
        assert made.json()["title"] == title

    def test_an_origin_may_be_elsewhere_than_the_domain(self, visit):
        url = "https://amp.example/bridge"
        assert visit(url, origin="https://amp.example").status_code == 201

    def test_a_page_on_the_domain_may_name_its_canonical_address_there(self, visit):
        assert visit("https://ledger.example/bridge").status_code == 201


class TestRefusals:
    @pytest.mark.parametrize(
        "origin", ["https://evil.example", "null", "", "http://www.ledger.example", HOME + "/"]
    )
    def test_an_origin_that_the_site_does_not_list(self, visit, origin):
        assert_problem(visit(origin=origin), 403, "origin-not-allowed")
        assert not Article.objects.exists()

    def test_no_origin_at_all(self, site, nobody):
        answer = nobody.post(f"sites/{site.slug}/articles/", {"url": PAGE})
        assert_problem(answer, 403, "origin-not-allowed")

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/",
            "https://amp.example/bridge",
            "https://www.ledger.example.evil.example/",
            "https://www.ledger.example@evil.example/",
            "https://evil.example\\.ledger.example/",
            "https://www.ledger.example:99999/",
            "javascript:alert(1)",
            "x",
        ],
    )
    def test_an_address_that_is_not_where_the_visitor_is(self, visit, url):
        assert_problem(visit(url), 403, "domain-not-allowed")
        assert not Article.objects.exists()

    def test_a_site_that_wants_none(self, visit, site):
        site.lazy_articles = False
        site.save()
        assert_problem(visit(), 403, "lazy-articles-off")

    def test_a_site_without_origins_has_none(self, site, visit):
        site.allowed_origins = []
        site.save()
        assert_problem(visit(), 403, "origin-not-allowed")

    @pytest.mark.parametrize(
        "fields",
        [{"title": "a\nb"}, {"title": ""}, {"commenting": "closed"}, {"moderation": "post"},
         {"external_id": "x" * 201}, {"external_id": ""}, {"tags": []}],
    )  # fmt: skip
    def test_what_a_visitor_may_not_say(self, visit, fields):
        assert visit(**fields).status_code == 400
        assert not Article.objects.exists()

    def test_an_unknown_site_is_nowhere(self, db, nobody):
        answer = nobody.post("sites/nowhere/articles/", {"url": PAGE}, Origin=HOME)
        assert_problem(answer, 404, "not-found")

    def test_a_visitor_cannot_fill_the_database(self, visit, site, server, monkeypatch):
        monkeypatch.setattr(adding, "MOST_AN_HOUR", 2)
        for number in range(2):
            assert visit(f"{HOME}/{number}").status_code == 201
        refused = visit(f"{HOME}/2")
        assert_problem(refused, 429, "too-many-articles")
        assert int(refused.headers["Retry-After"]) > 0
        assert visit(f"{HOME}/1").status_code == 200
        put = server.send("PUT", f"sites/{site.slug}/articles/cms-2/", {"url": HOME, "title": "x"})
        assert put.status_code == 201

    def test_a_browser_may_ask_before_it_sends(self, site, nobody):
        for origin, allowed in ((HOME, HOME), ("https://evil.example", None)):
            asked = nobody.send(
                "OPTIONS",
                f"sites/{site.slug}/articles/",
                Origin=origin,
                Access_Control_Request_Method="POST",
                Access_Control_Request_Headers="content-type",
            )
            assert asked.headers.get("Access-Control-Allow-Origin") == allowed


class TestTheSitesOwnWord:
    def put(self, server, site, external_id="cms-1", **fields):
        data = {"url": PAGE, "title": "Bridge reopens", **fields}
        return server.send("PUT", f"sites/{site.slug}/articles/{external_id}/", data)

    @pytest.mark.parametrize("spelling", [PAGE, f"{PAGE}?utm_source=cms#top"])
    def test_it_adopts_what_a_reader_made(self, visit, site, server, spelling):
        lazy = visit(title="Rumours").json()
        told = self.put(server, site, url=spelling)
        assert (told.status_code, told.json()["id"]) == (200, lazy["id"])
        assert told.json()["title"] == "Bridge reopens"
        assert told.json()["external_id"] == "cms-1"
        assert told.json()["url"] == PAGE
        assert visit(title="Rumours").json() == told.json()
        assert Article.objects.count() == 1

    def test_once_adopted_it_is_not_adopted_again(self, visit, site, server):
        visit()
        first = self.put(server, site).json()
        second = self.put(server, site, "cms-2")
        assert second.status_code == 201
        assert second.json()["id"] != first["id"]

    def test_it_adopts_by_its_own_id_too(self, visit, site, server):
        lazy = visit(external_id="cms-1").json()
        told = self.put(server, site, url=f"{HOME}/elsewhere")
        assert (told.status_code, told.json()["id"]) == (200, lazy["id"])
        assert Article.objects.get().announced

    def test_what_it_registered_itself_is_not_adopted(self, site, server):
        first, second = self.put(server, site), self.put(server, site, "cms-2")
        assert (first.status_code, second.status_code) == (201, 201)

    def test_a_new_address_keeps_the_thread(self, site, server, nobody):
        first = self.put(server, site).json()
        moved = self.put(server, site, url=f"{HOME}/moved").json()
        assert moved["id"] == first["id"]
        found = nobody.get("articles/", {"site": site.slug, "url": f"{HOME}/moved"}).json()
        assert [article["id"] for article in found["results"]] == [first["id"]]
        gone = nobody.get("articles/", {"site": site.slug, "url": PAGE}).json()
        assert gone["results"] == []

    def test_it_sets_tags_and_the_time_of_closing(self, site, server):
        told = self.put(
            server, site, tags=["city", "bridges"], closes_at="2020-01-01T00:00:00Z"
        ).json()
        assert told["tags"] == ["city", "bridges"]
        assert told["closes_at"] == "2020-01-01T00:00:00.000Z"
        assert told["commenting"] == "closed"
        assert self.put(server, site, closes_at=None).json()["commenting"] == "open"

    @pytest.mark.parametrize("fields", [{"tags": "city"}, {"tags": ["a\nb"]}, {"tags": ["x"] * 51},
                                        {"tags": ["x" * 101]}, {"closes_at": "soon"}])  # fmt: skip
    def test_what_is_no_tag_or_time_is_refused(self, site, server, fields):
        assert self.put(server, site, **fields).status_code == 400


def test_an_article_that_is_there_costs_the_same_few_statements(visit, site):
    for number in range(3):
        visit(f"{HOME}/{number}")
    with CaptureQueriesContext(connection) as captured:
        visit(f"{HOME}/0#x")
    assert len(captured) == 2  # the site, the article
