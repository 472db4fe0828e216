"""The discussion of an article in somebody's template, inside the project and away from it."""

import ast
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template, TemplateSyntaxError

from articles.flows.add_reader_key import add_reader_key
from articles.models import Article, ReaderKey, ReaderRules
from discussion.flows.recognise_author import recognise_author
from discussion.identity import TokenRefused, identity_of_user, read_token
from discussion.models import User
from discussion.models.people import subject_of
from discussion.templatetags import discussion as tags
from discussion.tokens.signed import signed_by_us, signed_token
from tests import factories

HOSTILE = "\"><script>alert('1')</script>"


DOCS = Path(__file__).resolve().parents[2] / "docs" / "django.md"


def samples(language):
    """The samples of that language in the documentation."""
    return re.findall(rf"```{language}\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def page(pk=17, **fields):
    """A page of a project's own, as Wagtail has it."""
    meta = SimpleNamespace(label="news.StoryPage", label_lower="news.storypage")
    given = {"pk": pk, "full_url": f"https://ledger.example/{pk}/", **fields}
    return SimpleNamespace(_meta=meta, **given)


def shown(text, **context):
    return Template(f"{{% load discussion %}}{text}").render(Context(context))


def script_of(text, **context):
    found = Tags(shown(text, **context)).found
    assert [tag for tag, _ in found] == ["div", "script"]
    return found[1][1]


class TestAwayFromTheServer:
    @pytest.fixture(autouse=True)
    def _points_to_a_server(self, settings):
        settings.DISCUSSION_SERVER = "https://comments.example/"
        settings.DISCUSSION_SITE = "daily"

    def test_the_embed_points_there(self):
        assert script_of("{% discussion page %}", page=page()) == {
            "async": None,
            "src": "https://comments.example/embed.js",
            "data-site": "daily",
            "data-article-id": "news.storypage:17",
            "data-url": "https://ledger.example/17/",
            "data-target": "#comments",
        }

    def test_a_page_may_name_itself_and_a_project_its_tokens(self, settings):
        settings.DISCUSSION_TOKEN_URL = "/comment-token/"
        script = script_of("{% discussion page %}", page=page(discussion_id="cms-1"))
        assert script["data-article-id"] == "cms-1"
        assert script["data-token-url"] == "/comment-token/"

    def test_a_page_without_a_whole_address_gets_it_of_the_request(self, rf):
        bare = page(full_url=None, get_absolute_url=lambda: "/17/")
        script = script_of("{% discussion page %}", page=bare, request=rf.get("/"))
        assert script["data-url"] == "http://testserver/17/"

    def test_numbers_are_marks_that_one_script_fills(self):
        text = (
            "{% discussion_counts pages %}{% for p in pages %}{% discussion_count p %}{% endfor %}"
        )
        found = Tags(
            shown(f"{text}{{% discussion_count_script %}}", pages=[page(1), page(2)])
        ).found
        assert [(tag, a.get("data-article-url")) for tag, a in found] == [
            ("a", "https://ledger.example/1/"),
            ("a", "https://ledger.example/2/"),
            ("script", None),
        ]
        assert found[2][1]["src"] == "https://comments.example/count.js"
        assert found[2][1]["data-site"] == "daily"

    def test_hostile_words_stay_inside_their_attributes(self, settings):
        settings.DISCUSSION_SITE = settings.DISCUSSION_TOKEN_URL = HOSTILE
        hostile = page(discussion_id=HOSTILE, full_url=HOSTILE)
        script = script_of("{% discussion page %}", page=hostile)
        assert script["data-site"] == script["data-url"] == script["data-token-url"] == HOSTILE
        assert len(Tags(shown("{% discussion_count page %}", page=hostile)).found) == 1

    def test_without_a_site_it_is_said(self, settings):
        settings.DISCUSSION_SITE = ""
        with pytest.raises(ImproperlyConfigured, match="DISCUSSION_SITE"):
            shown("{% discussion page %}", page=page())

    def test_no_other_mode_is_known(self):
        with pytest.raises(TemplateSyntaxError):
            shown('{% discussion page mode="frame" %}', page=page())

    def test_the_documented_list_is_one(self):
        (text,) = [sample for sample in samples("html") if "discussion_counts" in sample]
        html = Template(text).render(Context({"stories": [page(1), page(2)]}))
        assert html.count("data-comment-count") == 2
        assert html.count("count.js") == 1

    @pytest.mark.django_db
    def test_the_documented_view_signs_what_is_believed(self, settings, rf):
        site = factories.make_site()
        _, secret = add_reader_key(site, actor="operator:test")
        settings.DISCUSSION_SITE, settings.DISCUSSION_SECRET = site.slug, secret
        (source,) = [sample for sample in samples("python") if "def comment_token" in sample]
        view = {}
        exec(source, view)
        request = rf.get("/comment-token/")
        request.user = User(pk=17, username="ada")
        answer = view["comment_token"](request)
        assert read_token(json.loads(answer.content)["token"]).subject == "17"
        request.user = AnonymousUser()
        assert view["comment_token"](request).status_code == 204

    def test_the_file_needs_nothing_but_django(self):
        tree = ast.parse(Path(tags.__file__).read_text("utf-8"))
        named = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
        modules = {
            getattr(node, "module", None) or alias.name for node in named for alias in node.names
        }
        assert {module.split(".")[0] for module in modules} <= {
            *("collections", "dataclasses", "typing", "django")
        }


@pytest.mark.django_db
class TestInside:
    @pytest.fixture
    def article(self):
        article = factories.make_article(url="https://ledger.example/talks")
        ReaderRules.objects.create(site=article.site, session_readers=True)
        return article

    def test_the_embed_is_ours(self, article, rf):
        request = rf.get("/")
        request.user = AnonymousUser()
        assert script_of("{% discussion article %}", article=article, request=request) == {
            "async": None,
            "src": f"{settings.PUBLIC_URL}/embed.js",
            "data-site": article.site.slug,
            "data-article-id": article.external_id,
            "data-url": "https://ledger.example/talks",
            "data-target": "#comments",
        }

    def test_who_is_signed_in_is_vouched_for(self, article, rf, client):
        ada = User.objects.create_user("ada", first_name="Ada", last_name="Lovelace")
        request = rf.get("/")
        request.user = ada
        script = script_of("{% discussion article %}", article=article, request=request)
        client.force_login(ada)
        answer = client.get(script["data-token-url"])
        assert answer.headers["Cache-Control"] == "private, no-store"
        identity = read_token(answer.json()["token"])
        # The same person as by the session, on the service's own pages and in its API.
        assert identity == identity_of_user(ada, article.site_id)
        author = recognise_author(identity)
        assert (author.user, author.display_name) == (ada, "Ada Lovelace")

    def test_a_site_cannot_sign_for_a_user_of_the_project(self, article):
        ada = User.objects.create_user("ada")
        claims = {"subject": f"user:{ada.pk}", "name": "Ada", "actor": "operator:test"}
        token = signed_token(article.site, minutes=5, **claims)
        author = recognise_author(read_token(token))
        assert (author.user, author.subject) == (None, f"user:{ada.pk}")

    def test_a_token_ends_with_the_rule_that_let_it_be(self, article):
        ada = User.objects.create_user("ada")
        who = {"sub": f"user:{ada.pk}", "name": "Ada"}
        token = signed_by_us(article.site, ReaderKey.Origin.USER, who, seconds=60)
        assert read_token(token).subject == subject_of(ada)
        ReaderRules.objects.update(session_readers=False, guests=True)
        with pytest.raises(TokenRefused, match="No live key"):
            read_token(token)

    def test_a_site_that_takes_no_users_gives_no_token(self, article, rf, client):
        request = rf.get("/")
        request.user = User.objects.create_user("ada")
        text = "{% discussion article %}"
        path = script_of(text, article=article, request=request)["data-token-url"]
        ReaderRules.objects.update(session_readers=False)
        assert "data-token-url" not in script_of(text, article=article, request=request)
        client.force_login(request.user)
        assert client.get(path).status_code == 404

    def test_nobody_else_gets_that_token(self, article, rf, client):
        request = rf.get("/")
        request.user = User.objects.create_user("ada")
        path = script_of("{% discussion article %}", article=article, request=request)[
            "data-token-url"
        ]
        assert client.get(path).status_code == 403
        client.force_login(User.objects.create_user("mal"))
        assert client.get(path).status_code == 403
        client.force_login(request.user)
        factories.make_site("Foreign Times")
        elsewhere = path.replace(f"/{article.site.slug}/", "/foreign-times/")
        for wrong in (elsewhere, f"{path[:-2]}x/", f"/{article.site.slug}/reader-token/x/"):
            assert client.get(wrong).status_code == 404

    def test_the_comments_themselves(self, article):
        root = factories.published(article, "A *fair* point.", author="Ben")
        factories.published(article, "I agree.", parent=root)
        factories.held(article)
        html = shown('{% discussion article mode="html" %}', article=article)
        assert "A <em>fair</em> point." in html
        assert "I agree." in html
        assert "idiot" not in html
        assert "<script" not in html
        here = f"{settings.PUBLIC_URL}/{article.site.slug}"
        addresses = re.findall(r'href="([^"]+)"', html)
        assert f"{here}/comments/{root.public_id}/" in addresses
        assert f"{here}/articles/{article.slug}/#discussion" in addresses
        assert all(address.startswith(f"{here}/") for address in addresses)

    def test_a_page_that_nobody_has_registered_has_none(self, settings, article):
        settings.DISCUSSION_SITE = article.site.slug
        html = shown('{% discussion page mode="html" %}', page=page())
        assert "Nobody has commented yet." in html
        assert "<a" not in html

    def test_numbers_come_by_one_query_for_all(self, article, django_assert_num_queries):
        other = factories.make_article(article.site, "Another")
        factories.published(article)
        factories.published(article, author="Ben")
        factories.held(other)
        text = "{% discussion_counts all %}{% for a in all %}{% discussion_count a %}|{% endfor %}"
        with django_assert_num_queries(1):
            html = shown(f"{text}{{% discussion_count_script %}}", all=[article, other])
        assert re.sub(r"<.*?>", "", html) == "2|0|"

    def test_nor_does_it_cost_more_where_the_sites_were_not_read_along(
        self, article, django_assert_num_queries
    ):
        for title in ("Another", "A third"):
            factories.make_article(article.site, title)
        text = "{% discussion_counts all %}{% for a in all %}{% discussion_count a %}|{% endfor %}"
        with django_assert_num_queries(3):
            html = shown(text, all=Article.objects.all())
        assert html.count("|") == 3

    def test_a_number_by_itself_costs_one_and_the_same_again_none(
        self, article, django_assert_num_queries
    ):
        text = "{% discussion_count article %}{% discussion_count article %}"
        with django_assert_num_queries(1):
            assert "0" in shown(text, article=article)

    def test_numbers_of_another_site_are_not_taken_for_ours(self, article):
        foreign = factories.make_article(factories.make_site("Foreign Times"), "Talks resume")
        factories.published(foreign)
        assert foreign.external_id == article.external_id
        assert ">0<" in shown("{% discussion_count article %}", article=article)
        assert ">1<" in shown("{% discussion_count article %}", article=foreign)
