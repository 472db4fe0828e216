"""Who asked for it meets no text unprepared: lists blur them until the page is asked to show."""

import pytest
from django.urls import reverse

from discussion.models import Comment
from moderation.flows.open_appeal import open_appeal
from moderation.flows.report_comment import report_comment
from moderation.models import DeskPreference, ReviewItem, SecondLook
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = (
    "moderation_reviewitem_changelist",
    "discussion_comment_changelist",
    "moderation_appeal_changelist",
    "moderation_report_changelist",
    "desk-second-look",
)


@pytest.fixture
def rosa(client):
    article = factories.make_article()
    rosa = factories.make_moderator(article.site, "rosa", "senior_moderator")
    factories.held(article, author="Mal")
    rejected = factories.held(article, author="Zed")
    factories.decide(rejected, rosa, Outcome.REJECT)
    rejected = factories.fresh(rejected)
    open_appeal(rejected, author=rejected.author, words="I quoted somebody.")
    public = factories.published(article)
    report_comment(public, reporter=factories.author_at(article.site, "Ben"), reason="other")
    SecondLook.objects.create(site=article.site, decision=public.decision, share=0.1)
    client.force_login(rosa)
    return rosa


def is_blurred(html):
    return 'id="unblur-all"' in html and "excerpt" in html


@pytest.mark.parametrize("name", LISTS)
def test_lists_blur_every_text_for_who_wants_that_and_for_nobody_else(client, rosa, name):
    page = reverse(f"admin:{name}")
    assert not is_blurred(client.get(page).content.decode())
    DeskPreference.objects.create(user=rosa, blur="texts")
    assert is_blurred(client.get(page).content.decode())


def test_the_decision_on_many_blurs_them_before_and_after(client, rosa):
    DeskPreference.objects.create(user=rosa, blur="texts")
    item = ReviewItem.objects.get(comment__author__display_name="Mal")
    version = Comment.objects.get(pk=item.comment_id).version
    sent = {"action": "publish", "item": item.pk, f"version-{item.pk}": version}
    bulk = reverse("admin:moderation_reviewitem_bulk")
    assert is_blurred(client.post(bulk, sent).content.decode())
    assert is_blurred(client.post(bulk, {**sent, "confirmed": "yes"}).content.decode())
