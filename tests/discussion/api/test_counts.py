import pytest

from articles.models import Article
from discussion.flows.withdraw_comment import withdraw_comment
from tests.api_calls import assert_problem
from tests.discussion_rows import make_article, make_comment, make_person, rule

pytestmark = pytest.mark.django_db

HOME = "https://www.ledger.example"


@pytest.fixture
def discussed(article, ada):
    """An article with two comments that can be read, and three that cannot."""
    root = make_comment(article, ada)
    make_comment(article, ada, parent=root)
    for outcome in (None, "hold", "reject"):
        make_comment(article, ada, outcome=outcome)
    return article


class TestMany:
    def test_they_are_counted_by_url_or_by_the_sites_own_id(self, site, discussed, nobody):
        other = make_article(site)
        urls = [discussed.url, other.url, "https://ledger.example/unheard-of"]
        told = nobody.post("counts/", {"site": site.slug, "urls": urls}).json()
        assert told == {"counts": dict(zip(urls, [2, 0, 0], strict=True))}
        ids = [discussed.external_id, "unheard-of"]
        told = nobody.post(f"counts/?site={site.slug}", {"ids": ids}).json()
        assert told == {"counts": dict(zip(ids, [2, 0], strict=True))}

    @pytest.mark.parametrize("mark", ["#comments", "?utm_source=x&utm_medium=y", "?fbclid=1#a"])
    def test_where_a_reader_came_from_makes_no_difference(self, site, discussed, nobody, mark):
        sent = discussed.url + mark
        told = nobody.post("counts/", {"site": site.slug, "urls": [sent]}).json()
        assert told == {"counts": {sent: 2}}

    def test_a_query_that_may_name_the_article_does(self, site, discussed, nobody):
        sent = discussed.url + "?id=8"
        told = nobody.post("counts/", {"site": site.slug, "urls": [sent]}).json()
        assert told == {"counts": {sent: 0}}

    def test_another_sites_articles_are_not_counted(self, discussed, other_site, nobody):
        asked = {"site": other_site.slug, "urls": [discussed.url]}
        assert nobody.post("counts/", asked).json() == {"counts": {discussed.url: 0}}

    def test_a_hundred_cost_as_many_statements_as_one(
        self, site, discussed, nobody, django_assert_num_queries
    ):
        for size in (1, 100):
            urls = [f"https://ledger.example/{n}?utm_source=x" for n in range(size)]
            with django_assert_num_queries(2):
                answer = nobody.post("counts/", {"site": site.slug, "urls": urls})
            assert len(answer.json()["counts"]) == size

    @pytest.mark.parametrize("way", ["urls", "ids"])
    def test_more_than_a_hundred_are_too_many(self, site, nobody, way):
        asked = {"site": site.slug, way: [f"https://ledger.example/{n}" for n in range(101)]}
        assert_problem(nobody.post("counts/", asked), 422, "too-many")

    @pytest.mark.parametrize(
        "data",
        [
            {"urls": ["https://ledger.example/1"]},
            {"site": "the-daily-ledger"},
            {"site": "the-daily-ledger", "urls": ["x"], "ids": ["x"]},
            {"site": "the-daily-ledger", "urls": "https://ledger.example/1"},
            {"site": "the-daily-ledger", "urls": [1]},
            {"site": "the-daily-ledger", "urls": ["x" * 601]},
        ],
    )
    def test_what_names_no_articles_of_a_site_is_refused(self, site, nobody, data):
        assert_problem(nobody.post("counts/", data), 400, "invalid")

    def test_two_sites_are_one_too_many(self, site, other_site, nobody):
        answer = nobody.post(f"counts/?site={other_site.slug}", {"site": site.slug, "urls": []})
        assert_problem(answer, 400, "invalid")

    def test_an_unknown_site_is_nowhere(self, db, nobody):
        assert_problem(nobody.post("counts/", {"site": "nowhere", "ids": []}), 404, "not-found")


class TestOne:
    def test_it_may_be_kept_and_asked_for_by_its_tag(self, site, discussed, ada, nobody):
        for query in ({"url": discussed.url}, {"id": discussed.external_id}):
            asked = {"site": site.slug, **query}
            answer = nobody.get("counts/", asked)
            assert answer.json() == {"counts": {next(iter(query.values())): 2}}
            assert answer.headers["Cache-Control"] == "public, max-age=10"
            tag = answer.headers["ETag"]
            assert nobody.get("counts/", asked, If_None_Match=tag).status_code == 304
        make_comment(discussed, ada)
        assert nobody.get("counts/", asked, If_None_Match=tag).status_code == 200

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("url=x", "invalid-parameter"),
            ("site=the-daily-ledger", "invalid"),
            ("site=the-daily-ledger&url=x&id=x", "invalid"),
            ("site=the-daily-ledger&url=x&url=y", "repeated-parameter"),
        ],
    )
    def test_it_names_one_article(self, site, nobody, query, code):
        assert_problem(nobody.get(f"counts/?{query}"), 400, code)


class TestPagesOfTheSite:
    @pytest.fixture
    def home(self, site):
        site.allowed_origins = [HOME]
        site.save()

    def test_a_browser_may_ask_for_many(self, site, home, nobody):
        path = f"counts/?site={site.slug}"
        asked = nobody.send(
            "OPTIONS",
            path,
            Origin=HOME,
            Access_Control_Request_Method="POST",
            Access_Control_Request_Headers="content-type",
        )
        assert asked.headers["Access-Control-Allow-Origin"] == HOME
        assert "POST" in asked.headers["Access-Control-Allow-Methods"]
        assert "content-type" in asked.headers["Access-Control-Allow-Headers"]
        answer = nobody.post(path, {"urls": ["https://ledger.example/1"]}, Origin=HOME)
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, HOME)

    def test_a_page_of_elsewhere_may_not(self, site, home, nobody):
        path = f"counts/?site={site.slug}"
        for answer in (
            nobody.send("OPTIONS", path, Origin="https://evil.example",
                        Access_Control_Request_Method="POST"),
            nobody.post(path, {"ids": ["1"]}, Origin="https://evil.example"),
        ):  # fmt: skip
            assert "Access-Control-Allow-Origin" not in answer.headers


class TestTheFigure:
    def count(self, article):
        return Article.objects.get(pk=article.pk).comment_count

    def test_it_follows_what_can_be_read(self, discussed, ada):
        assert self.count(discussed) == 2
        comment = make_comment(discussed, ada)
        assert self.count(discussed) == 3
        rule(comment, "reject", person=make_person())
        assert self.count(discussed) == 2
        withdraw_comment(discussed.comments.filter(status="published").order_by("-pk").first())
        assert self.count(discussed) == 1

    def test_it_is_counted_and_not_added_up(self, discussed, ada):
        Article.objects.filter(pk=discussed.pk).update(comment_count=77)
        make_comment(discussed, ada)
        assert self.count(discussed) == 3
