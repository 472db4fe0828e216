"""The WordPress plug-in, run by PHP itself: what it prints, what it signs, whom it lets in."""

import json
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from articles.flows.add_reader_key import add_reader_key
from discussion.identity import TokenRefused, read_token
from tests import discussion_rows as rows

pytestmark = pytest.mark.php

HERE = Path(__file__).resolve().parent
PLUGIN = HERE.parents[1] / "deploy" / "wordpress" / "discussion" / "discussion.php"
SECRET = "s" * 32 + '"<&'
OPTIONS = {"server": "https://comments.example", "site": "daily", "kid": "k1", "secret": SECRET}
ADA = {"ID": 17, "display_name": "Ada", "user_login": "ada"}
ARTICLE = {
    "ID": 4711,
    "post_status": "publish",
    "post_title": "Talks <em>resume</em>",
    "guid": "https://ledger.example/?p=4711",
    "permalink": "https://ledger.example/talks/?a=1&b=2",
    "categories": ["World &amp; Wars", "Talks"],
}
HOSTILE = "\"><script>alert('1')</script>"
MANAGER = {"capabilities": ["manage_options"], "nonce": "discussion_save"}


def php(what, **world):
    given = {"options": OPTIONS, "article": ARTICLE, **world}
    command = ["php", "-d", "error_reporting=-1", "-d", "display_errors=stderr"]
    done = subprocess.run(
        [*command, str(HERE / "stub.php"), what],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert SECRET not in unescape(done.stdout) or what == "admin_post_discussion_save"
    return done.stdout


class Tags(HTMLParser):
    """The elements of a page with their attributes, as a browser reads them."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def script_of(page):
    tags = Tags(page).found
    assert [tag for tag, _ in tags] == ["div", "script"]
    assert tags[0][1]["id"] == "comments"
    return tags[1][1]


def test_it_is_php_without_a_fault():
    done = subprocess.run(["php", "-l", str(PLUGIN)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


class TestBelowAnArticle:
    def test_the_embed_stands_in_place_of_the_comments(self):
        assert script_of(php("comments")) == {
            "async": None,
            "src": "https://comments.example/embed.js",
            "data-site": "daily",
            "data-article-id": "https://ledger.example/?p=4711",
            "data-url": "https://ledger.example/talks/?a=1&b=2",
            "data-title": "Talks resume",
            "data-section": "World & Wars",
            "data-target": "#comments",
            "data-login-url": "https://ledger.example/wp-login.php?redirect_to="
            "https%3A%2F%2Fledger.example%2Ftalks%2F%3Fa%3D1%26b%3D2",
            "data-lang": "en-GB",
        }

    def test_block_themes_show_the_same(self):
        assert php("render_block_core/comments") == php("comments")

    def test_who_is_signed_in_gets_the_address_of_a_token(self):
        address = script_of(php("comments", user=ADA))["data-token-url"]
        assert (
            address
            == "https://ledger.example/wp-json/discussion/v1/token?_wpnonce=nonce-of-wp_rest"
        )

    def test_without_a_secret_there_is_none(self):
        world = {"options": {**OPTIONS, "secret": "short"}, "user": ADA}
        assert "data-token-url" not in script_of(php("comments", **world))

    @pytest.mark.parametrize(
        "world",
        [
            {"article": None},
            {"article": {**ARTICLE, "post_status": "draft"}},
            {"article": {**ARTICLE, "post_password": "x"}},
            {"preview": True},
        ],
    )
    def test_what_is_not_public_has_no_discussion(self, world):
        assert php("comments", **world) == ""

    def test_a_guid_that_fits_no_column_is_known_by_its_digest(self):
        long = {**ARTICLE, "guid": f"https://ledger.example/{'x' * 200}"}
        assert script_of(php("comments", article=long))["data-article-id"].startswith("sha256:")

    def test_hostile_words_stay_inside_their_attributes(self):
        names = ("post_title", "guid", "permalink")
        article = {**ARTICLE, **dict.fromkeys(names, HOSTILE), "categories": [HOSTILE]}
        options = {**OPTIONS, "site": HOSTILE}
        script = script_of(php("comments", article=article, options=options))
        assert script["data-site"] == script["data-article-id"] == script["data-section"] == HOSTILE

    @pytest.mark.parametrize("missing", ["server", "site"])
    def test_until_it_is_set_up_wordpress_does_as_ever(self, missing):
        world = {"options": {**OPTIONS, missing: ""}}
        assert php("comments", **world) == ""
        assert php("number", **world) == "7|7 Comments|#respond|"
        assert php("insert", **world) == "taken"


class TestNumbers:
    def test_are_marks_that_one_script_fills(self):
        number, mark, link, footer = php("number").split("|")
        assert number == "0"
        (tag, attributes), *_ = Tags(mark).found
        assert (tag, attributes["data-article-url"]) == ("span", ARTICLE["permalink"])
        assert "data-comment-count" in attributes
        assert link == f"{ARTICLE['permalink']}#comments"
        assert Tags(footer).found == [
            (
                "script",
                {
                    "async": None,
                    "src": "https://comments.example/count.js",
                    "data-site": "daily",
                },
            )
        ]

    @pytest.mark.parametrize("place", ["admin", "feed"])
    def test_are_left_alone_where_no_script_runs(self, place):
        number, words, _, footer = php("number", **{place: True}).split("|")
        assert (number, words, footer) == ("7", "7 Comments", "")


class TestTheToken:
    @pytest.fixture
    def site(self, db):
        return rows.make_site()

    @pytest.fixture
    def options(self, site):
        key, secret = add_reader_key(site, actor="operator:test")
        return {**OPTIONS, "site": site.slug, "kid": key.kid, "secret": secret}

    def token(self, options, **user):
        answer = json.loads(php("token", options=options, user={**ADA, **user}))
        assert answer["headers"] == {"Cache-Control": "private, no-store"}
        return answer["data"]["token"]

    def test_is_believed(self, site, options):
        identity = read_token(self.token(options))
        assert identity.site_id == site.pk
        assert (identity.subject, identity.display_name) == ("wp:17", "Ada")
        assert identity.email == ""

    def test_needs_no_kid_where_the_site_has_one_key(self, options):
        assert read_token(self.token({**options, "kid": ""})).subject == "wp:17"

    def test_is_not_believed_of_another_secret(self, options):
        with pytest.raises(TokenRefused):
            read_token(self.token({**options, "secret": "x" * 40}))

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("  Zoë \n 👩‍🚀 ", "Zoë 👩‍🚀"),
            ("<b>Ada</b>", "<b>Ada</b>"),
            ("x" * 300, "x" * 100),
            ("é" * 300, "é" * 100),
            ("\u200b", "ada"),
            ("", "ada"),
            ("ada@ledger.example", "ada"),
            ("@ada", "@ada"),
            ("\u0001A\u2028B", "A B"),
        ],
    )
    def test_has_a_name_that_is_taken(self, options, name, shown):
        assert read_token(self.token(options, display_name=name)).display_name == shown

    def test_is_not_made_without_a_secret(self):
        refused = json.loads(php("token", options={**OPTIONS, "secret": "short"}, user=ADA))
        assert refused == {"refused": "discussion_no_secret", "data": {"status": 503}}

    def test_is_for_who_is_signed_in(self):
        route = json.loads(php("rest_api_init"))
        assert route == {"route": "discussion/v1/token", "permission": "is_user_logged_in"}


class TestSettings:
    def test_are_for_those_who_manage(self):
        assert json.loads(php("admin_menu")) == {"capability": "manage_options"}

    def test_never_show_the_secret(self):
        page = php("page", capabilities=["manage_options"])
        inputs = {a["name"]: a for tag, a in Tags(page).found if tag == "input"}
        assert inputs["secret"]["value"] == ""
        assert inputs["server"]["value"] == "https://comments.example"
        assert inputs["_wpnonce"]["value"] == "nonce of discussion_save"
        assert "A secret is stored" in page

    def test_show_nothing_to_others(self):
        assert php("page") == ""

    def test_of_wp_config_go_first_and_are_not_offered(self):
        world = {"constants": {"DISCUSSION_SITE": "other"}, "capabilities": ["manage_options"]}
        assert script_of(php("comments", **world))["data-site"] == "other"
        assert "Set in wp-config.php." in php("page", **world)

    def save(self, world=MANAGER, **post):
        sent = {"server": "https://c.example/", "site": "The Daily", "kid": "k 2", **post}
        return php("admin_post_discussion_save", post=sent, **world)

    def test_are_stored_clean(self):
        stored, address = self.save(secret="t" * 40).split("\n")
        assert json.loads(stored) == {
            "stored": {
                "server": "https://c.example",
                "site": "the-daily",
                "kid": "k2",
                "secret": "t" * 40,
            },
            "autoload": False,
        }
        assert address.endswith("options-general.php?page=discussion")

    @pytest.mark.parametrize("secret", ["", "short", ["a"]])
    def test_keep_the_secret_where_none_is_sent(self, secret):
        stored = json.loads(self.save(secret=secret).split("\n")[0])
        assert stored["stored"]["secret"] == SECRET

    @pytest.mark.parametrize(
        "server",
        ["javascript:alert(1)", "https://a.example/path", "https://u@a.example", "", "https://"],
    )
    def test_take_no_address_that_is_not_an_origin(self, server):
        assert json.loads(self.save(server=server).split("\n")[0])["stored"]["server"] == ""

    @pytest.mark.parametrize(
        "world", [{**MANAGER, "nonce": "other"}, {**MANAGER, "capabilities": []}, {}]
    )
    def test_are_not_stored_for_who_may_not_or_did_not_mean_it(self, world):
        answer = json.loads(self.save(world))
        assert answer["status"] == 403
        assert "stored" not in answer


class TestWordPressOwnComments:
    def test_take_nothing_any_more(self):
        assert json.loads(php("pre_comment_on_post"))["status"] == 403
        assert php("insert") == "403"

    def test_nor_by_the_roads_of_other_machines(self):
        assert json.loads(php("preprocess_comment"))["status"] == 403
        assert php("pings") == "closed"
