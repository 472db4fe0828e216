from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.flows.issue_site_key import issue_site_key
from articles.models import Article, AuditEvent, OutboxEvent, SiteKey
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import make_article, make_site, reader_token

pytestmark = pytest.mark.django_db

PUT = {"url": "https://www.ledger.example/bridge", "title": "Bridge reopens"}


def put_path(site, external_id="cms-1"):
    return f"sites/{site.slug}/articles/{external_id}/"


class TestReading:
    def test_an_article_has_what_its_page_prints(self, site, nobody, settings):
        article = make_article(
            site,
            paragraphs=["One.", "Two."],
            picture_caption="The bridge",
            byline_name="Ada",
            grounds=["hateful language"],
        )
        answer = nobody.get(f"articles/{article.public_id}/")
        shown = answer.json()
        assert shown["id"] == str(article.public_id)
        assert shown["site"] == "the-daily-ledger"
        assert shown["paragraphs"] == ["One.", "Two."]
        assert shown["picture"] == {"caption": "The bridge", "credit": ""}
        assert shown["byline"] == {"name": "Ada", "role": "", "handle": ""}
        assert shown["grounds"] == ["hateful language"]
        assert shown["commenting"] == "open"
        page = f"{settings.PUBLIC_URL}/the-daily-ledger/articles/{article.slug}/"
        assert shown["permalink"] == page
        assert answer.headers["Cache-Control"] == "public, max-age=10"
        etag = answer.headers["ETag"]
        again = nobody.get(f"articles/{article.public_id}/", If_None_Match=etag)
        assert (again.status_code, again.content) == (304, b"")

    def test_the_list_is_newest_first_in_pages(self, site, nobody):
        articles = [make_article(site) for _ in range(5)]
        address, seen = "/api/v1/articles/?site=the-daily-ledger&limit=2", []
        while address:
            page = nobody.get(address).json()
            seen += [article["id"] for article in page["results"]]
            address = page["next"]
        assert seen == [str(article.public_id) for article in reversed(articles)]

    def test_one_is_found_by_url_or_external_id_and_another_sites_is_not(self, site, nobody):
        article = make_article(site, external_id="cms-7", url="https://ledger.example/7")
        other = make_site("The Evening Post", domain="evening.example")
        make_article(other, external_id="cms-7")
        for query in ({"external_id": "cms-7"}, {"url": "https://ledger.example/7"}):
            found = nobody.get("articles/", {"site": site.slug, **query}).json()["results"]
            assert [a["id"] for a in found] == [str(article.public_id)]

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("", "invalid-parameter"),
            ("site=the-daily-ledger&order=title", "unknown-parameter"),
            ("site=the-daily-ledger&site=x", "repeated-parameter"),
            ("site=the-daily-ledger&limit=0", "invalid-parameter"),
            ("site=the-daily-ledger&limit=101", "invalid-parameter"),
            ("site=the-daily-ledger&limit=%D9%A1", "invalid-parameter"),
            ("site=the-daily-ledger&limit=9223372036854775808", "invalid-parameter"),
            ("site=the-daily-ledger&url=a%00b", "unstorable-character"),
            ("site=%FF", "not-utf-8"),
        ],
    )
    def test_a_query_that_is_not_declared_is_refused(self, site, nobody, query, code):
        assert_problem(nobody.get(f"articles/?{query}"), 400, code)

    def test_an_unknown_site_is_nowhere(self, db, nobody):
        assert_problem(nobody.get("articles/?site=nowhere"), 404, "not-found")

    def test_the_list_costs_as_many_statements_with_200_articles_as_with_20(self, site, nobody):
        big = make_site("The Evening Post", domain="evening.example")
        for place, size in ((site, 20), (big, 200)):
            for _ in range(size):
                make_article(place)
        counts = []
        for place in (site, big):
            with CaptureQueriesContext(connection) as captured:
                nobody.get("articles/", {"site": place.slug})
            counts.append(len(captured))
        assert counts == [2, 2]


class TestPut:
    def test_it_creates_and_then_changes(self, site, server):
        made = server.send("PUT", put_path(site), {**PUT, "section": "City"})
        assert made.status_code == 201
        assert made.headers["Location"] == f"/api/v1/articles/{made.json()['id']}/"
        again = server.send("PUT", put_path(site), {**PUT, "commenting": "closed"})
        assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
        assert (again.json()["commenting"], again.json()["section"]) == ("closed", "City")
        for told in (
            AuditEvent.objects.filter(subject__startswith="article:").order_by("sequence"),
            OutboxEvent.objects.order_by("sequence"),
        ):
            kinds = told.values_list("kind", flat=True)
            assert list(kinds) == ["article.created", "article.changed"]

    def test_the_same_twice_changes_nothing(self, site, server):
        server.send("PUT", put_path(site), PUT)
        before = Article.objects.values().get()
        assert server.send("PUT", put_path(site), PUT).status_code == 200
        assert Article.objects.values().get() == before
        assert OutboxEvent.objects.count() == 1

    def test_a_new_title_is_on_the_page_at_once(self, site, server, nobody):
        slug = server.send("PUT", put_path(site), PUT).json()["slug"]
        page = f"/{site.slug}/articles/{slug}/"
        tag = nobody.get(page).headers["ETag"]
        assert nobody.get(page, If_None_Match=tag).status_code == 304
        server.send("PUT", put_path(site), {**PUT, "title": "Bridge closes again"})
        answer = nobody.get(page, If_None_Match=tag)
        assert answer.status_code == 200
        assert "Bridge closes again" in answer.content.decode()

    def test_two_of_one_title_have_two_addresses(self, site, server):
        slugs = {
            server.send("PUT", put_path(site, f"cms-{n}"), PUT).json()["slug"] for n in range(2)
        }
        assert len(slugs) == 2

    @pytest.mark.parametrize("title", ["Мост открыт", "!!!", "x" * 500])
    def test_any_title_has_an_address(self, site, server, title):
        assert server.send("PUT", put_path(site), {**PUT, "title": title}).json()["slug"]

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/bridge",
            "https://ledger.example.evil.example/",
            "https://notledger.example/",
            "https://ada@ledger.example/",
            "https://ledger.example:8443/",
            "https://ledger.example:99999/",
            "javascript:alert(1)//ledger.example",
            "ftp://ledger.example/",
            "//ledger.example/",
            "https://[::1/",
            "https://evil.example\\.ledger.example/",
            "https://evil.example%2f.ledger.example/",
            "x",
        ],
    )
    def test_an_address_elsewhere_is_refused(self, site, server, url):
        answer = server.send("PUT", put_path(site), {**PUT, "url": url})
        assert_problem(answer, 403, "domain-not-allowed")
        assert not Article.objects.exists()

    def test_an_allowed_origin_is_a_home_too(self, site, server):
        site.allowed_origins = ["https://amp.example:8443"]
        site.save()
        url = "https://amp.example:8443/bridge"
        assert server.send("PUT", put_path(site), {**PUT, "url": url}).status_code == 201

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {**PUT, "version": 9},
            {**PUT, "title": ""},
            {**PUT, "title": "a\nb"},
            {**PUT, "published_at": "yesterday"},
            {**PUT, "moderation": "none"},
            {**PUT, "commenting": 1},
        ],
    )
    def test_what_is_not_an_article_is_refused(self, site, server, data):
        assert server.send("PUT", put_path(site), data).status_code == 400

    @pytest.mark.parametrize("external_id", ["x" * 201, "%00", "%0A", "%E2%80%A8"])
    def test_an_external_id_is_one_printable_line(self, site, server, external_id):
        assert_problem(server.send("PUT", put_path(site, external_id), PUT), 404, "not-found")


class TestKeys:
    def test_a_key_of_another_site_learns_nothing(self, site):
        other = make_site("The Evening Post")
        key = issue_site_key(other, name="x", scopes=["articles:write"], actor="operator:test")
        for slug in (site.slug, "no-such-site"):
            answer = Api(key).send("PUT", f"sites/{slug}/articles/cms-1/", PUT)
            assert_problem(answer, 403, "key-scope")

    def test_a_key_needs_the_scope(self, site):
        key = issue_site_key(site, name="x", scopes=["analyze"], actor="operator:test")
        assert_problem(Api(key).send("PUT", put_path(site), PUT), 403, "key-scope")

    def test_a_revoked_key_opens_nothing(self, site, server):
        SiteKey.objects.update(revoked_at=timezone.now())
        answer = server.send("PUT", put_path(site), PUT)
        assert_problem(answer, 401, "key-invalid")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")

    def test_a_reader_is_no_server(self, site):
        answer = Api(reader_token(site)).send("PUT", put_path(site), PUT)
        assert_problem(answer, 401, "key-invalid")

    def test_nobody_is_asked_for_a_key(self, site, nobody):
        assert_problem(nobody.send("PUT", put_path(site), PUT), 401, "not-authenticated")

    def test_its_use_is_noted_once_a_minute(self, site, server):
        server.send("PUT", put_path(site), PUT)
        noted = SiteKey.objects.get().last_used_at
        assert noted is not None
        server.send("PUT", put_path(site), PUT)
        assert SiteKey.objects.get().last_used_at == noted
        with time_machine.travel(noted + timedelta(seconds=61)):
            server.send("PUT", put_path(site), PUT)
        assert SiteKey.objects.get().last_used_at > noted

    def test_the_command_prints_a_key_that_works(self, site, capsys):
        call_command("site_key", "--site", site.slug)
        key = capsys.readouterr().out.strip()
        assert Api(key).send("PUT", put_path(site), PUT).status_code == 201
        assert not SiteKey.objects.filter(digest=key).exists()


class TestPolicy:
    def test_readers_see_the_words_and_no_threshold(self, site, nobody):
        answer = nobody.get(f"sites/{site.slug}/policy/")
        shown = answer.json()
        assert (shown["version"], shown["title"]) == (1, "Comment policy")
        assert shown["clauses"][1] == {
            "id": "illegal-content",
            "title": "Illegal content",
            "wording": "Do not threaten anybody.",
            "ground": "The law",
        }
        assert b"hold_at" not in answer.content
        assert nobody.get(f"sites/{site.slug}/policy/versions/1/").json() == shown
        seen = nobody.get(f"sites/{site.slug}/policy/", If_None_Match=answer.headers["ETag"])
        assert seen.status_code == 304

    @pytest.mark.parametrize("number", ["2", "0", "-1", "1.0", "٣", "9" * 5000, str(2**63)])
    def test_a_version_that_is_not_there_is_nowhere(self, site, nobody, number):
        path = f"sites/{site.slug}/policy/versions/{number}/"
        assert_problem(nobody.get(path), 404, "not-found")
