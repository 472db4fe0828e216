"""Two sites with all that an attack is aimed at: articles, readers, staff, real moderation."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from defusedxml import ElementTree
from django.core import mail
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import timezone

from articles.flows.add_public_key import add_public_key
from articles.flows.add_reader_key import add_reader_key
from articles.flows.change_reader_rules import change_reader_rules
from articles.flows.issue_site_key import issue_site_key
from articles.models import Article, ReaderKey
from articles.sealing import unseal
from discussion import mailing
from discussion.models import Comment, WebhookEndpoint, WebhookSecret
from discussion.outward import check_url
from discussion.webhook_signature import signed_headers
from moderation.detectors.in_use import DETECTORS
from moderation.judge import Judge
from moderation.models import Membership, ReviewItem
from tests import factories
from tests.api_calls import Api
from tests.attacks.inert import faults_of_fragment, faults_of_page
from tests.attacks.recorded import Calls, Log
from tests.attacks.tokens import public_text
from tests.discussion_rows import reader_token
from tests.moderation.detectors.labelled import compact_scorer
from tests.stub_scorer import StubScorer
from tests.webhooks import deliver, happen

OWN = "http://testserver"
# One for all: each would look for every static file anew, which costs more than its requests.
HANDLER = ClientHandler(enforce_csrf_checks=False)
# Names under which nobody but the site's own people may write.
RESERVED = ["Admin", "Administrator", "Moderator", "Editor", "Staff", "Support"]


def browser() -> Client:
    """A browser in which nobody is signed in yet."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    return client


def caller(token: str | None = None) -> Api:
    """A program that calls the API."""
    api = Api(token)
    api._client.handler = HANDLER
    return api


class World:
    """Site A, which is attacked, and site B beside it."""

    def __init__(self, log: Log, calls: Calls) -> None:
        self.log, self.calls = log, calls
        self.site = factories.make_site("Site A", domain="site.example", staff=RESERVED)
        self.other = factories.make_site("Site B", domain="other.example")
        self.article = factories.make_article(self.site, url="https://site.example/talks")
        self.nobody = caller()

    @cached_property
    def reader(self) -> Api:
        return caller(self.token())

    @cached_property
    def desk(self) -> Client:
        """A browser in which a senior moderator of site A is signed in."""
        user = factories.make_moderator(self.site, "remy", Membership.Role.SENIOR_MODERATOR)
        signed_in = browser()
        signed_in.force_login(user)
        return signed_in

    @cached_property
    def server(self) -> Api:
        """Site A's own server."""
        scopes = ["articles:write"]
        return caller(issue_site_key(self.site, name="CMS", scopes=scopes, actor="operator:test"))

    def token(self, sub: str = "u1", **claims: Any) -> str:
        return reader_token(self.site, sub, **{"name": "Ada", **claims})

    def secrets(self) -> dict[str, str]:
        """Return the shared secret of each site by the name that cases have for it."""
        found = {}
        for name, site in (("site_a", self.site), ("site_b", self.other)):
            key = ReaderKey.objects.filter(site=site, origin="site").first()
            secret = (
                unseal(key.sealed_secret) if key else add_reader_key(site, actor="operator:test")[1]
            )
            found[name] = str(secret)
        return found

    def sign_by_public_key(self) -> None:
        """Let site A sign with a private key: everybody knows its public one."""
        pem = public_text("site")
        add_public_key(self.site, algorithm="RS256", pem=pem, actor="operator:test")

    @property
    def comments(self) -> str:
        return f"articles/{self.article.public_id}/comments/"

    def stored(self) -> int:
        return Comment.objects.count()

    def comment(self, body: str = "A fair point.", *, sub: str = "u1") -> Comment:
        """A comment that everybody can read."""
        answer = caller(self.token(sub)).post(self.comments, {"body": body})
        assert answer.status_code == 202, answer.content
        self.screen()
        return self.newest()

    def article_elsewhere(self, *, other_site: bool) -> Article:
        """Another article of site A, or one of site B."""
        return factories.make_article(self.other if other_site else self.site, "Elsewhere")

    def comment_under(self, article: Article, body: str) -> Comment:
        return factories.published(article, body, author="Ida")

    def newest(self) -> Comment:
        return factories.fresh(Comment.objects.latest("id"))

    def screen(self, word: str = "idiot") -> None:
        """Judge what waits by the tests' scorer, which knows one rude word."""
        factories.screen(Judge(StubScorer(word), ()))

    def screen_by_the_model(self) -> None:
        """Judge what waits by the shipped model and every detector."""
        factories.screen(Judge(compact_scorer(), DETECTORS))

    def ask_the_desk(self, comment: Comment, reason: str = "other", text: str = "") -> Any:
        """A reader reports it: whatever became of it, a moderator sees it."""
        reader = caller(self.token("u2", name="Ben"))
        return reader.post(
            f"comments/{comment.public_id}/reports/", {"reason": reason, "text": text}
        )

    def pages(self, comment: Comment | None = None) -> dict[str, Any]:
        """Return every answer on which the article, or the comment, is shown, by place."""
        slug = self.site.slug
        places = {
            "article page": self._get(f"/{slug}/articles/{self.article.slug}/"),
            "site page": self._get(f"/{slug}/"),
            "feed": self._get(f"/api/v1/articles/{self.article.public_id}/comments.atom"),
            "queue": self.desk.get(reverse("admin:moderation_reviewitem_changelist")),
        }
        if comment is not None:
            places["comment page"] = self._get(f"/{slug}/comments/{comment.public_id}/")
            item = ReviewItem.objects.filter(comment=comment).last()
            if item is not None:
                page = reverse("admin:moderation_reviewitem_change", args=[item.pk])
                places["review page"] = self.desk.get(page)
        return places

    def fragments(self, comment: Comment) -> dict[str, str]:
        """Return each rendered text of the comment by place."""
        found = {}
        own = self.reader.get(f"comments/{comment.public_id}/").json()
        found["own"] = own.get("body_html") or ""
        for listed in self.nobody.get(self.comments).json()["results"]:
            found[f"listed {listed['id']}"] = listed["body_html"] or ""
        return found

    def faults(self, pages: Mapping[str, Any], fragments: Mapping[str, str]) -> list[str]:
        """Return everything that could act, by where it is shown."""
        faults = []
        for place, answer in pages.items():
            assert answer.status_code in {200, 404}, (place, answer.status_code)
            page = answer.content.decode()
            found = faults_of_page(page, OWN) if place != "feed" else _faults_of_feed(page)
            faults += [f"{place}: {fault}" for fault in found]
        for place, fragment in fragments.items():
            faults += [f"{place}: {fault}" for fault in faults_of_fragment(fragment)]
        return faults

    def take_guests(self) -> None:
        change_reader_rules(self.site, {"guests": True}, actor="operator:test")

    def tell_everybody(self) -> None:
        """Something happens, and each endpoint that was set up is told of it."""
        endpoints = list(WebhookEndpoint.objects.all())
        if endpoints:
            happen(self.article, kind="comment.held")
        for endpoint in endpoints:
            deliver(endpoint)

    def messages(self) -> list[Mapping[str, str]]:
        """Return the headers that each endpoint of a site is sent."""
        found = []
        for secret in WebhookSecret.objects.select_related("endpoint"):
            check_url(secret.endpoint.url)
            now = timezone.now()
            keys = [unseal(secret.sealed)]
            found.append(signed_headers(keys, message_id="m1", at=now, body=b"{}"))
        return found

    def mails(self, words: str) -> list[Mapping[str, str]]:
        """Return the headers of a mail with the words in its subject."""
        mailing.send("ada@example.org", f"About {words}", "Text.")
        return [message.message() for message in mail.outbox]

    def decide(self, comment: Comment, **said: Any) -> Any:
        """A moderator's ruling on the comment as it is now, over HTTP."""
        return self.desk.post(
            f"/api/v1/moderation/comments/{comment.public_id}/decisions/",
            json.dumps(said),
            content_type="application/json",
            headers={"If-Match": f'"{factories.fresh(comment).version}"'},
        )

    def _get(self, path: str) -> Any:
        return browser().get(path)


def _faults_of_feed(page: str) -> list[str]:
    """Return what a feed reader that does not clean would be given."""
    feed = ElementTree.fromstring(page)
    contents = [each.text or "" for each in feed.iter("{http://www.w3.org/2005/Atom}content")]
    return [fault for content in contents for fault in faults_of_fragment(content)]
