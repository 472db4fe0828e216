"""Every kind of event that an endpoint can ask for is written by the act that it names."""

import json

import pytest

from articles.flows.put_article import put_article
from articles.flows.set_slow_mode import set_slow_mode
from articles.models import OutboxEvent
from discussion.flows.edit_comment import edit_comment
from discussion.flows.feature_comment import feature_comment, unfeature_comment
from discussion.flows.lock_thread import lock_thread, unlock_thread
from discussion.flows.react import react
from discussion.flows.tell_reactions import tell_reactions
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.webhooks.kinds import KINDS
from discussion.webhooks.message import body_of
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.heat_article import cool_by_hand, heat_by_hand
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.open_appeal import open_appeal
from moderation.flows.report_comment import report_comment
from moderation.models import Membership, Sanction
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Words that nobody outside may read"


@pytest.fixture
def site():
    return factories.make_site(domain="ledger.example")


@pytest.fixture
def article(site):
    fields = {"url": "https://ledger.example/a", "title": "Talks resume"}
    return put_article(site, "cms-1", fields, actor="operator:test")[0]


def live(article):
    """Everything that can happen to an article and its comments happens once."""
    site = article.site
    remy = factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)
    rosa = factories.make_moderator(site, "rosa")
    fields = {"url": "https://ledger.example/b", "title": "Talks resume"}
    put_article(site, "cms-1", fields, actor="operator:test")
    set_slow_mode(article, 60, actor="operator:test")
    heat_by_hand(article, minutes=10, moderator=remy)
    cool_by_hand(article, moderator=remy)
    public = factories.published(article, f"{WORDS}.")
    feature_comment(public, actor="user:1")
    unfeature_comment(public, actor="user:1")
    lock_thread(public, actor="user:1")
    unlock_thread(public, actor="user:1")
    ben = factories.make_author(site, "Ben")
    react(factories.fresh(public), ben, "like")
    tell_reactions()
    report_comment(public, reporter=ben, reason="other", text=WORDS)
    public.refresh_from_db()
    withdraw_comment(factories.fresh(public))
    edited = factories.published(article, "A first text.", author="Eve")
    edit_comment(factories.fresh(edited), "Another text.")
    factories.screen()
    rude = factories.held(article)
    factories.decide(rude, rosa, Outcome.REJECT)
    rude = factories.fresh(rude)
    appeal = open_appeal(rude, author=rude.author, words=WORDS)
    decide_appeal(appeal, moderator=remy, overturn=True, reasoning=WORDS, private_note=WORDS)
    measure = Measure(kind=Sanction.Kind.ALWAYS_HOLD, reason=WORDS)
    impose_sanction(rude.author, measure, moderator=remy)


def told():
    return OutboxEvent.objects.select_related("site", "article").order_by("pk")


def test_the_acts_write_all_kinds_and_no_other(article):
    live(article)
    kinds = set(told().values_list("kind", flat=True))
    # An erasure has stories of its own.
    assert kinds == set(KINDS) - {"comment.erased"}


def test_no_message_has_a_text_or_a_name(article):
    live(article)
    messages = [body_of(event).decode() for event in told()]
    assert not [message for message in messages if WORDS in message or "Mal" in message]


def test_each_message_names_its_site_and_but_for_authors_its_article(article):
    live(article)
    for event in told():
        data = json.loads(body_of(event))["data"]
        assert data["site"] == article.site.slug
        about_author = event.kind == "author.sanctioned"
        assert (data.get("article_id") == str(article.public_id)) is not about_author, event.kind


def test_the_order_of_an_article_has_no_gap_and_the_queue_stands_outside(article):
    live(article)
    sequences = [event.sequence for event in told() if event.sequence is not None]
    assert sorted(sequences) == list(range(1, len(sequences) + 1))
    outside = {event.kind for event in told() if event.article and event.sequence is None}
    assert outside == {"queue.entered", "queue.left"}
