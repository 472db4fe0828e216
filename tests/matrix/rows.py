"""A site with a row of every kind that an address can name, made by the flows where there is one.

What only the site's own people may know of has the site's mark in it.
"""

from typing import Any

from django.core import signing
from django.utils import timezone

from articles.flows.add_reader_key import add_reader_key
from articles.flows.issue_site_key import issue_site_key
from articles.models import FeedSource, KeySet, ReaderRules, Site
from discussion.flows.ask_for_copy import ask_for_copy
from discussion.flows.mute_author import mute_author
from discussion.flows.resend_webhook import ping_webhook
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment, User
from moderation.flows.draft_policy_version import draft_policy_version
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.open_appeal import open_appeal
from moderation.flows.report_comment import report_comment
from moderation.flows.resolve_item import resolve_item
from moderation.flows.start_job import start_reject_waiting
from moderation.models import (
    DeskSettings,
    ExternalModerator,
    Membership,
    ReasoningTemplate,
    RetentionRule,
    Sanction,
    SavedView,
    SecondLook,
)
from moderation.policy.types import Outcome
from tests import factories
from tests.webhooks import endpoint_at

SCOPES = ["articles:write", "readers:revoke", "analyze"]
OPERATOR = "operator:test"
Role = Membership.Role


class RichSite:
    """The site, its people and a comment in each state."""

    def __init__(self, name: str, mark: str) -> None:
        self.mark = mark
        word = name.lower().replace(" ", "-")
        self.site: Site = factories.make_site(name, domain=f"{word}.example")
        self.article = factories.make_article(self.site, name, url=f"https://{word}.example/1")
        self.staff = {role: self._person(f"{role}-{mark}-{word}", role) for role in Role.values}
        self.of_every_role = self._person(f"all-{mark}-{word}", Role.SENIOR_MODERATOR)
        for role in set(Role.values) - {Role.SENIOR_MODERATOR}:
            Membership.objects.create(user=self.of_every_role, site=self.site, role=role)
        self.key = issue_site_key(self.site, name=f"CMS {mark}", scopes=SCOPES, actor=OPERATOR)
        add_reader_key(self.site, actor=OPERATOR)
        self.reader = self._author("Ada")
        self._comments()
        self._complaints()
        self._work_of_the_desk()
        self._settings()

    def _person(self, name: str, role: str) -> User:
        return factories.make_moderator(self.site, name, role)

    def _author(self, name: str) -> Any:
        mail = f"{name.lower()}-{self.mark}@mail.example"
        return factories.make_author(self.site, name, email=mail)

    def _comments(self) -> None:
        article, hidden = self.article, f"You idiot, {self.mark}."
        self.published = factories.published(article)
        self.reply = factories.published(article, "I agree.", author="Ben", parent=self.published)
        self.held = self._held(hidden, "Mal")
        self.appealed = self._held(hidden, "Max")
        self.withdrawn = factories.published(article, f"Gone: {self.mark}.", author="Cleo")
        withdraw_comment(self.withdrawn)
        resolve_item(
            factories.fresh(self.appealed),
            seen_version=factories.fresh(self.appealed).version,
            outcome=Outcome.REJECT,
            moderator=self.staff[Role.MODERATOR],
            clause="hateful-language",
            reasoning=f"You wrote {self.mark}.",
            private_note=f"Once more {self.mark}.",
        )

    def _held(self, body: str, author: str) -> Comment:
        comment = factories.make_comment(self.article, body, author=author)
        factories.screen()
        return factories.fresh(comment)

    def _complaints(self) -> None:
        rejected = factories.fresh(self.appealed)
        self.appeal = open_appeal(rejected, author=rejected.author, words=f"{self.mark} is fine.")
        self.report = report_comment(
            self.reply, reporter=self.reader, reason="other", text=f"It says {self.mark}."
        )
        give_notice(
            self.reply,
            explanation=f"{self.mark} is a crime.",
            sender=Sender(f"Nora {self.mark}", f"nora-{self.mark}@mail.example"),
            good_faith=True,
        )

    def _work_of_the_desk(self) -> None:
        remy = self.staff[Role.SENIOR_MODERATOR]
        escalate_comment(self.held, to="police", reason=f"{self.mark}!", user=remy)
        self.measure = impose_sanction(
            self.held.author,
            Measure(
                kind=Sanction.Kind.ALWAYS_HOLD,
                reason=f"Because of {self.mark}.",
                private_note=self.mark,
                comment=self.held,
            ),
            moderator=remy,
        )
        self.job = start_reject_waiting(
            self.held.author, user=remy, clause="hateful-language", reasoning=f"No {self.mark}."
        )
        decision = factories.fresh(self.held).decision
        SecondLook.objects.get_or_create(
            decision=decision, defaults={"site": self.site, "share": 1.0}
        )
        mute_author(self.reader, self.held.author)
        ask_for_copy(self.reader)

    def _settings(self) -> None:
        site, place = self.site, f"https://{self.mark}.example/"
        self.draft = draft_policy_version(site, editor=self.staff[Role.POLICY_EDITOR])
        draft = {**self.draft.document, "introduction": f"Not yet public: {self.mark}."}
        type(self.draft).objects.filter(pk=self.draft.pk).update(document=draft)
        ReasoningTemplate.objects.create(
            site=site, clause="hateful-language", title=self.mark, text=f"Without {self.mark}."
        )
        RetentionRule.objects.create(site=site, what="reports", days=30)
        DeskSettings.objects.update_or_create(site=site, defaults={"alert_url": place})
        ExternalModerator.objects.create(site=site, url=place)
        FeedSource.objects.create(site=site, url=place, due_at=timezone.now())
        KeySet.objects.create(site=site, url=place)
        ReaderRules.objects.create(site=site)
        SavedView.objects.create(site=site, name=self.mark)
        ping_webhook(endpoint_at(site, place)[0], actor=OPERATOR)

    @property
    def comments(self) -> list[Comment]:
        """One that everybody reads, one that waits and one that was rejected."""
        return [self.published, self.held, self.appealed]

    def person_token(self) -> str:
        """What stands in a mail to the site's reader."""
        return signing.Signer(salt="discussion.unsubscribe").sign(
            f"{self.reader.public_id.hex}.reply"
        )
