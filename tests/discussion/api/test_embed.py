"""`GET /sites/{site}/embed/`: what a page has to know before it shows a discussion."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api_calls import assert_problem
from tests.discussion_rows import make_article, make_comment

pytestmark = pytest.mark.django_db


def at(site):
    return f"sites/{site.slug}/embed/"


def test_it_tells_the_sites_rules(site, nobody, settings):
    told = nobody.get(at(site)).json()
    assert told["site"] == {"slug": site.slug, "name": site.name, "languages": []}
    assert told["policy"]["title"] == "Comment policy"
    assert told["policy"]["url"] == f"{settings.PUBLIC_URL}/{site.slug}/policy/"
    assert told["policy"]["clauses"][0] == {"id": "hateful-language", "title": "Hateful language"}
    assert told["notice_url"] == f"{settings.PUBLIC_URL}/{site.slug}/notice/"
    assert told["edit_window_seconds"] == 300
    assert told["sorts"][:2] == ["newest", "oldest"]
    assert told["article"] is None


def test_no_threshold_is_told(site, nobody):
    assert "hold_at" not in nobody.get(at(site)).content.decode()


@pytest.mark.parametrize("name", ["external_id", "url"])
def test_it_finds_the_article(site, article, ada, nobody, name):
    make_comment(article, ada)
    make_comment(article, ada, outcome="hold")
    told = nobody.get(at(site), {name: getattr(article, name)}).json()["article"]
    article.refresh_from_db()
    assert told["id"] == str(article.public_id)
    assert (told["comment_count"], told["change_seq"]) == (1, article.change_seq)
    assert (told["commenting"], told["slow_mode_seconds"]) == ("open", 0)


def test_the_id_of_the_cms_wins_over_the_address(site, article, nobody):
    other = make_article(site)
    named = {"external_id": other.external_id, "url": article.url}
    assert nobody.get(at(site), named).json()["article"]["id"] == str(other.public_id)


def test_an_id_that_nobody_registered_leaves_the_address(site, article, nobody):
    named = {"external_id": "cms-unknown", "url": article.url}
    assert nobody.get(at(site), named).json()["article"]["id"] == str(article.public_id)


@pytest.mark.parametrize("on", [True, False])
def test_it_says_whether_a_first_comment_makes_the_article(site, nobody, on):
    site.lazy_articles = on
    site.save()
    assert nobody.get(at(site)).json()["lazy_articles"] is on


def test_an_article_of_another_site_is_nobodys_here(site, other_site, article, nobody):
    asked = {"external_id": article.external_id}
    assert nobody.get(at(other_site), asked).json()["article"] is None


def test_it_says_that_an_article_is_closed_slowed_or_read_first(site, article, nobody):
    article.commenting = "closed"
    article.slow_mode_seconds = 60
    article.heated_until = timezone.now() + timedelta(minutes=5)
    article.save()
    told = nobody.get(at(site), {"url": article.url}).json()["article"]
    assert (told["commenting"], told["slow_mode_seconds"]) == ("closed", 60)
    assert told["read_first_until"]


def test_it_is_kept_for_ten_seconds_and_then_asked_for_by_its_tag(site, nobody):
    answer = nobody.get(at(site))
    assert answer.headers["Cache-Control"] == "public, max-age=10"
    again = nobody.get(at(site), If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_token_is_not_looked_at(site, as_ada, nobody):
    assert as_ada.get(at(site)).content == nobody.get(at(site)).content


def test_its_cost_does_not_grow(site, article, ada, nobody, django_assert_num_queries):
    for _ in range(5):
        make_comment(article, ada)
    with django_assert_num_queries(2):
        nobody.get(at(site), {"url": article.url})


def test_nowhere_and_nonsense(site, nobody):
    assert_problem(nobody.get("sites/nowhere/embed/"), 404, "not-found")
    assert_problem(nobody.get(at(site), {"id": "1"}), 400, "unknown-parameter")
