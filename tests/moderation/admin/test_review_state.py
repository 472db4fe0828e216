"""What an open review page is told every few seconds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussion.flows.withdraw_comment import withdraw_comment
from moderation.models import Membership, ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import claim_item
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rude():
    return factories.held(factories.make_article())


@pytest.fixture
def rosa(rude):
    return factories.make_moderator(rude.site, "rosa")


@pytest.fixture
def remy(rude):
    return factories.make_moderator(rude.site, "remy")


@pytest.fixture
def ask(client, rude, rosa):
    """Rosa's open page asks; with an entity tag when she has seen one."""
    client.force_login(rosa)

    def call(comment=rude, *, tag=""):
        headers = {"If-None-Match": tag} if tag else {}
        return client.get(reverse("admin:desk-comment-state", args=[comment.pk]), headers=headers)

    return call


def open_item(comment):
    return ReviewItem.objects.get(comment=comment, closed_at=None)


def test_nothing_new_is_answered_with_304(ask):
    first = ask()
    assert first.json()["looking"] == ""
    again = ask(tag=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_anothers_claim_is_told_and_so_is_its_end(ask, rude, remy):
    claim_item(open_item(rude), remy)
    first = ask()
    assert first.json()["looking"] == "remy is looking at this comment as well."
    ReviewItem.objects.update(claimed_until=timezone.now() - timedelta(minutes=1))
    later = ask(tag=first.headers["ETag"])
    assert (later.status_code, later.json()["looking"]) == (200, "")


def test_what_another_decided_is_told_with_the_new_version(ask, rude, remy):
    first = ask()
    factories.decide(rude, remy, Outcome.PUBLISH)
    state = ask(tag=first.headers["ETag"]).json()
    assert state["version"] > first.json()["version"]
    assert state["now"].startswith("remy decided “publish” at ")
    assert state["now"].endswith("The comment is now: published.")


def test_a_comment_that_its_author_took_away_is_told(ask, rude):
    withdraw_comment(factories.fresh(rude))
    assert "withdrawn by its author" in ask().json()["now"]


def test_asking_keeps_the_claim_and_writes_it_seldom(ask, rude, rosa):
    ask()
    since = open_item(rude).claimed_until
    ask()
    assert (open_item(rude).claimed_by, open_item(rude).claimed_until) == (rosa, since)
    ReviewItem.objects.update(claimed_until=timezone.now() + timedelta(minutes=4))
    ask()
    assert open_item(rude).claimed_until > timezone.now() + timedelta(minutes=5)


def test_leaving_gives_the_claim_back_and_not_anothers(ask, client, rude, remy):
    ask()
    address = reverse("admin:desk-comment-state", args=[rude.pk])
    assert client.post(address).status_code == 204
    assert open_item(rude).claimed_by is None
    claim_item(open_item(rude), remy)
    client.post(address)
    assert open_item(rude).claimed_by == remy


def test_who_only_sees_is_told_and_claims_nothing(client, rude):
    client.force_login(factories.make_moderator(rude.site, "audrey", Membership.Role.AUDITOR))
    assert client.get(reverse("admin:desk-comment-state", args=[rude.pk])).status_code == 200
    assert open_item(rude).claimed_by is None


def test_unknown_and_foreign_comments_are_not_there(ask, rude):
    elsewhere = factories.make_article(factories.make_site("Foreign Times"))
    foreign = factories.held(elsewhere)
    assert ask(foreign).status_code == 404
    foreign.pk += 1
    assert ask(foreign).status_code == 404


def test_leaving_by_anothers_page_is_refused(rude, rosa):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rosa)
    assert strict.post(reverse("admin:desk-comment-state", args=[rude.pk])).status_code == 403


def test_asking_costs_the_same_queries_whatever_the_history(
    ask, rude, remy, django_assert_num_queries
):
    ask()
    with django_assert_num_queries(QUERIES):
        ask()
    for outcome in (Outcome.HOLD, Outcome.PUBLISH, Outcome.HOLD):
        factories.decide(rude, remy, outcome)
    ask()
    with django_assert_num_queries(QUERIES):
        ask()


QUERIES = 7
