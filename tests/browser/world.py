"""A newsroom in the middle of a day: the seeds, and everything that people make of them."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles.flows.create_site import create_site
from articles.flows.publish_policy import publish_policy
from articles.models import Article, PolicyVersion, Site
from discussion.flows.resend_webhook import ping_webhook
from discussion.flows.rotate_webhook_secret import rotate_webhook_secret
from discussion.flows.set_up_webhook import add_webhook
from discussion.models import Author, Comment, User, WebhookEndpoint
from moderation.flows.change_draft import change_draft
from moderation.flows.create_moderator import create_moderator
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.draft_policy_version import draft_policy_version
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.heat_article import heat_by_hand
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.keep_view import save_view
from moderation.flows.mark_comment import Mark, mark_comment
from moderation.flows.open_appeal import open_appeal
from moderation.flows.raise_alerts import raise_alerts
from moderation.flows.report_comment import report_comment
from moderation.flows.run_jobs import run_jobs
from moderation.flows.slow_article import slow_article
from moderation.flows.start_job import start_redecide_public, start_rejudge
from moderation.flows.write_template import write_template
from moderation.management.commands.seed import SEEDS
from moderation.models import (
    Appeal,
    Escalation,
    Job,
    Membership,
    Notice,
    ReasoningTemplate,
    Report,
    ReviewItem,
    Sanction,
    SecondLook,
)
from moderation.policy.document import document_from_policy, policy_from_document, read_toml
from moderation.policy.editing import whole
from moderation.policy.types import Outcome
from moderation.worker import judge
from tests import factories

WAITING = timedelta(hours=5)
Role = Membership.Role


@dataclass(frozen=True, slots=True)
class World:
    """Who is there, and a row of each kind that has a page. Rosa moderates, Remy is senior, Pia
    writes the policy, Sam runs the installation.
    """

    rosa: User
    remy: User
    pia: User
    sam: User
    article: Article
    public: Comment
    author: Author
    item: ReviewItem
    report: Report
    notice: Notice
    appeal: Appeal
    settled: Appeal
    escalation: Escalation
    webhook: WebhookEndpoint
    looked_again: Job
    judged_again: Job
    draft: PolicyVersion

    @property
    def site(self) -> Site:
        return self.article.site


def make_world() -> World:
    """Seed in the past, so that the queue has waited; then let everybody act now."""
    with time_machine.travel(timezone.now() - WAITING):
        sites = _sites()
        # Before the seeds: they leave a desk alone that has its people.
        rosa = _person("rosa", sites, Role.MODERATOR)
        remy = _person("remy", sites, Role.SENIOR_MODERATOR)
        pia = _person("pia", sites, Role.POLICY_EDITOR)
        call_command("seed", verbosity=0)
    article = Article.objects.get(slug__startswith="straits-talks-resume")
    sam = User.objects.create_superuser("sam")
    public = _said("Ada", "published", article).first()
    assert public is not None
    raise_alerts()
    _mark_the_thread(article, remy)
    rejected = [_rejected(comment, rosa) for comment in _said("Mal", "held")[:2]]
    mal = rejected[0].author
    suspension = Measure(
        kind=Sanction.Kind.SUSPENSION,
        reason="Three comments today, all of them against one person.",
        private_note="Third time this month.",
        clause="hateful-language",
        ends_at=timezone.now() + timedelta(days=7),
        comment=rejected[0],
    )
    impose_sanction(mal, suspension, moderator=remy)
    _prepare(article.site, remy)
    settled = _appealed(rejected[1])
    decide_appeal(
        settled, moderator=remy, overturn=False, reasoning="It is still an insult.", private_note=""
    )
    looked_again, judged_again = _jobs(_author("Ben"), _stricter_elsewhere(pia), remy)
    report = _reported(public)
    return World(
        rosa=rosa,
        remy=remy,
        pia=pia,
        sam=sam,
        article=article,
        public=public,
        author=mal,
        item=ReviewItem.objects.filter(closed_at=None).order_by("-rank", "pk")[0],
        report=report,
        notice=_notice(public),
        appeal=_appealed(rejected[0]),
        settled=settled,
        escalation=_escalated(rosa),
        webhook=_told(article.site),
        looked_again=looked_again,
        judged_again=judged_again,
        draft=_drafted(article.site, pia),
    )


def _sites():
    document = document_from_policy(
        policy_from_document(read_toml(SEEDS / "policies" / "default.toml"))
    )
    rows = tomllib.loads((SEEDS / "sites.toml").read_text(encoding="utf-8"))["sites"]
    for row in rows:
        del row["slug"]  # follows from the name
    return [create_site(document=document, actor="operator:test", **row) for row in rows]


def _person(name, sites, role):
    create_moderator(name, sites=sites, role=role, actor="operator:test")
    return User.objects.get(username=name)


def _author(name):
    return Author.objects.get(site__slug="harbour-courier", display_name=name)


def _said(name, status, article=None):
    found = Comment.objects.filter(author__display_name=name, status=status).order_by("pk")
    found = found.select_related("article__site", "author", "decision")
    return found.filter(article=article) if article else found.filter(site__slug="harbour-courier")


def _mark_the_thread(article, remy):
    """Readers see one comment recommended, one thread locked, the pace slowed and all held."""
    first, second = Comment.objects.filter(article=article, status="published", depth=0)[:2]
    mark_comment(first, Mark.FEATURE, moderator=remy)
    mark_comment(second, Mark.LOCK, moderator=remy)
    slow_article(article, 120, moderator=remy)
    heat_by_hand(article, minutes=30, moderator=remy)


def _rejected(comment, moderator):
    factories.decide(comment, moderator, Outcome.REJECT)
    return factories.fresh(comment)


def _appealed(comment):
    words = "I only said aloud what everybody in the thread was thinking. Read what I answered to."
    return open_appeal(comment, author=comment.author, words=words)


def _reported(comment):
    reason, text = "hateful-language", "He says this under every article about the harbour."
    return report_comment(comment, reporter=_author("Otto"), reason=reason, text=text)[0]


def _notice(comment):
    sender = Sender(name="Ida Holm", email="ida@example.org")
    told = "It accuses my brother of a crime, with his full name."
    return give_notice(comment, explanation=told, sender=sender, good_faith=True)


def _told(site):
    """A receiver with two secrets that sign, and something on its way to it."""
    actor = "operator:sam"
    url = "https://cms.harbour.example/discussion-events"
    endpoint, _ = add_webhook(site, url=url, kinds=[], name="Newsroom CMS", actor=actor)
    rotate_webhook_secret(endpoint, grace=timedelta(days=1), actor=actor)
    ping_webhook(endpoint, actor=actor)
    return endpoint


def _escalated(rosa):
    threat = Comment.objects.get(author__display_name="watcher")
    reason = "He says that he knows where they live."
    return escalate_comment(threat, to="police", reason=reason, reference="K-2291", user=rosa)


def _prepare(site, remy):
    """What a desk has written down for itself."""
    save_view(remy, name="Harbour, over an hour", labels=[], waiting_minutes=60, site=site)
    for title, text in (("Against a person", "Argue with what was said, not with who said it."),):
        row = ReasoningTemplate(site=site, clause="hateful-language", title=title, text=text)
        write_template(row, user=remy)
    decision = Comment.objects.filter(site=site, status="published", depth=1)[0].decision
    SecondLook.objects.create(site=site, decision=decision, share=0.1)


def _drafted(site, pia, hold_at=None):
    """A draft of the next policy: another wording, and on demand other thresholds."""
    draft = draft_policy_version(site, editor=pia)
    document = whole(draft.document)
    clause = document["clauses"][0]
    clause["wording"] += " Nor is it one to be blunt."
    for rule in clause["rules"]:
        rule["hold_at"] = hold_at or rule["hold_at"]
    return change_draft(draft, document, seen=draft.digest, editor=pia)


def _stricter_elsewhere(pia):
    site = Site.objects.get(slug="peacewire-example")
    publish_policy(_drafted(site, pia, hold_at=0.02), actor=f"user:{pia.pk}")
    return site


def _jobs(author, site, remy):
    """One that asks people to look at what an author has on the page, one that proposes what the
    stricter policy of a site would hold there.
    """
    jobs = [
        start_redecide_public(author, user=remy),
        start_rejudge(site, user=remy, waiting=False, published=True),
    ]
    while run_jobs(judge, worker="test:1"):
        pass
    return [Job.objects.get(pk=job.pk) for job in jobs]
