"""A guest's comments wait for a person until a few of them are published."""

import pytest
from django.urls import reverse

from articles.flows.change_reader_rules import change_reader_rules
from discussion.models import Comment
from discussion.models.people import GUEST
from moderation.models import ReviewItem, Signal
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def ida(article):
    author = factories.make_author(article.site, "Ida")
    author.subject = f"{GUEST}ida"
    author.save()
    return author


def written(article, author, body):
    posted = factories.post_comment(author=author, article=article, parent=None, body=body)
    factories.screen()
    return factories.fresh(posted.comment)


def test_the_first_is_held_and_says_why(article, ida):
    comment = written(article, ida, "A fair point.")
    assert comment.status == Comment.Status.HELD
    assert comment.decision.reasons == ["guest"]
    assert Signal.objects.get(attribute="guest").value == 1.0
    assert ReviewItem.objects.get().comment == comment


def test_after_three_published_ones_they_are_judged_as_anybody(article, ida, rosa):
    for number in range(3):
        held = written(article, ida, f"Point number {number} of mine.")
        assert held.status == Comment.Status.HELD
        factories.decide(held, rosa, Outcome.PUBLISH)
    trusted = written(article, ida, "Something else altogether.")
    assert trusted.status == Comment.Status.PUBLISHED
    assert Signal.objects.filter(attribute="guest").latest("pk").value == 0.0
    rude = written(article, ida, "You idiot.")
    assert (rude.status, rude.decision.reasons) == (Comment.Status.HELD, [])


def test_a_site_says_how_many(article, ida, rosa):
    change_reader_rules(article.site, {"guest_trusted_after": 1}, actor="operator:test")
    factories.decide(written(article, ida, "One point."), rosa, Outcome.PUBLISH)
    assert written(article, ida, "Another matter.").status == Comment.Status.PUBLISHED


def test_what_was_rejected_or_withdrawn_earns_nothing(article, ida, rosa):
    change_reader_rules(article.site, {"guest_trusted_after": 1}, actor="operator:test")
    factories.decide(written(article, ida, "One point."), rosa, Outcome.REJECT)
    assert written(article, ida, "Another matter.").status == Comment.Status.HELD


def test_one_guests_trust_is_not_anothers(article, ida, rosa):
    change_reader_rules(article.site, {"guest_trusted_after": 1}, actor="operator:test")
    factories.decide(written(article, ida, "One point."), rosa, Outcome.PUBLISH)
    other = factories.make_author(article.site, "Eve")
    other.subject = f"{GUEST}eve"
    other.save()
    assert written(article, other, "Another matter.").status == Comment.Status.HELD


def test_of_a_reader_nothing_is_said(article):
    comment = factories.published(article)
    assert comment.status == Comment.Status.PUBLISHED
    assert not Signal.objects.filter(attribute="guest").exists()


def test_the_desk_says_that_it_is_a_guest(article, ida, rosa, client):
    comment = written(article, ida, "A fair point.")
    client.force_login(rosa)
    page = client.get(reverse("admin:desk-comment", args=[comment.pk])).content.decode()
    assert '<strong class="state">guest</strong>' in page
