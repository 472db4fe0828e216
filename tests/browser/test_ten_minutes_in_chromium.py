"""docs/integrate.md, step by step: from nothing to a discussion on a newspaper's own page, with a
real worker, a real browser, the model that ships, and a moderator at the desk.
"""

import json
import re
import shlex
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import feedparser
import pytest
from django.core.management import call_command

from articles.models import Article, Site
from discussion.addresses import networks
from discussion.api import cors
from discussion.models import Comment, User
from tests.browser.newspaper import printed
from tests.browser.staff import sign_in
from tests.route.http import Client
from tests.route.processes import Worker
from tests.services.receiver import receiver
from tests.services.until import until
from tests.webhooks import deliver, endpoint_at, verified

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
]

GUIDE = (Path(__file__).parents[2] / "docs" / "integrate.md").read_text(encoding="utf-8")
SITE = "the-daily-ledger"
FRIENDLY = "Thank you for this careful account of the talks."
BORDERLINE = "Whoever signed this treaty is a fool and a coward."
RUDE = "Shut up, you pathetic moron."
# Longer than between two looks at one's own comment.
A_WHILE = 21_000


class Guide:
    """The guide with the reader's own addresses in the place of its examples."""

    def __init__(self, service, origin):
        self.text = GUIDE.replace("https://comments.example", service).replace(
            "https://www.ledger.example", origin
        )

    def blocks(self, language):
        return re.findall(rf"```{language}\n(.*?)```", self.text, re.DOTALL)

    def command(self, name):
        """The arguments of a command of `manage.py` as the guide writes it."""
        (line,) = re.findall(rf"^manage\.py {name} .*$", self.text, re.MULTILINE)
        return shlex.split(line)[2:]

    def run(self, name):
        out = StringIO()
        call_command(name, *self.command(name), stdout=out)
        return out.getvalue()

    def put(self, site_key):
        """Send the call of the guide as curl would."""
        (line,) = [block for block in self.blocks("sh") if block.startswith("curl")]
        words = shlex.split(line.replace("\\\n", " "))
        url = next(word for word in words if word.startswith("http"))
        body = json.loads(words[words.index("-d") + 1])
        return Client("", site_key).call("PUT", url, body, {})

    def token(self, kid, secret, user):
        """Sign as the guide's Python does."""
        names = {}
        exec(self.blocks("python")[0], names)
        return names["comment_token"](kid, secret, user)


@contextmanager
def working(log):
    worker = Worker(log)
    try:
        yield
    finally:
        worker.stop()


def write(page, text):
    page.get_by_label("Your comment", exact=True).fill(text)
    page.get_by_role("button", name="Post").click()


def shown(page, text, status):
    page.wait_for_selector(f".comment[data-status={status}] >> text={text}")


def status_of(text):
    return Comment.objects.get(revisions__text=text).status


def decided(text):
    until(lambda: status_of(text) != "pending", what=f"a decision on {text}")
    return status_of(text)


def test_ten_minutes(page, browser, live_server, settings, tmp_path, shoot):
    settings.PUBLIC_URL = live_server.url
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8, ::1")
    cors._origins.cache_clear()
    with (
        (tmp_path / "worker.log").open("w") as log,
        working(log),
        printed(live_server.url, Article(external_id="cms-4711", site=Site(slug=SITE))) as paper,
        receiver() as server,
    ):
        guide = Guide(live_server.url, paper.origin)

        # 1. A site, and somebody who decides.
        said = guide.run("create_site")
        kid, secret = re.search(r"kid (\w+)\): (\S+)", said).groups()
        site_key = re.search(r"articles:write\): (\S+)", said)[1]
        guide.run("moderator")
        site = Site.objects.get(slug=SITE)
        site.domain = "localhost"
        site.save()
        hook, hook_secret = endpoint_at(site, server.url)

        # 2. to 4. The page, a reader, the article.
        paper.body = "".join(guide.blocks("html"))
        paper.canonical = f"{paper.origin}/talks"
        paper.token = guide.token(kid, secret, {"id": "17", "name": "Ada"})
        assert guide.put(site_key).status == 201

        # 5. All of it is right.
        assert guide.run("doctor").endswith("All is well.\n")

        # 6. Written, judged, decided.
        page.clock.install()
        page.goto(f"{paper.origin}/talks")
        page.wait_for_selector("text=You write as")
        for text, status in ((FRIENDLY, "published"), (BORDERLINE, "held"), (RUDE, "held")):
            write(page, text)
            shown(page, text, "pending")
            assert decided(text) == status
            page.clock.fast_forward(A_WHILE)
            shown(page, text, status)

        desk = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        sign_in(desk, live_server, User.objects.get(username="rosa"))
        at_the_desk(desk, live_server, BORDERLINE, "Publish")
        at_the_desk(desk, live_server, RUDE, "Reject")
        desk.context.close()
        assert (status_of(BORDERLINE), status_of(RUDE)) == ("published", "rejected")

        # The page changes by itself.
        page.clock.fast_forward(A_WHILE)
        shown(page, BORDERLINE, "published")
        shown(page, RUDE, "rejected")
        shoot(page, "ten-minutes")

        # A stranger sees what is published, and the right number.
        paper.token = ""
        page.goto(f"{paper.origin}/talks")
        page.wait_for_selector(f"text={BORDERLINE}")
        assert page.get_by_text(RUDE).count() == 0
        assert page.locator("[data-comment-count]").inner_text() == "2"

        # 7. Heard of.
        deliver(hook)
        told = [verified(received, hook_secret)["type"] for received in server.received]
        assert told.count("comment.published") == 2
        assert told.count("comment.rejected") == 1
        feed = feedparser.parse(f"{live_server.url}/api/v1/sites/{SITE}/comments.atom")
        assert len(feed.entries) == 2
        assert guide.run("doctor").endswith("All is well.\n")


def at_the_desk(desk, live_server, text, button):
    comment = Comment.objects.get(revisions__text=text)
    item = comment.review_items.get(closed_at=None)
    desk.goto(f"{live_server.url}/admin/moderation/reviewitem/{item.pk}/change/")
    if button == "Reject":
        desk.locator("input[name=clause][value=hateful-language]").check()
        desk.fill("#id_reasoning", "It insults another reader.")
    desk.get_by_role("button", name=button, exact=True).click()
    until(lambda: comment.review_items.filter(closed_at=None).count() == 0, what="the decision")
