"""The way back that the next page offers."""

import pytest
import time_machine
from django.urls import reverse

from discussion.models import Decision
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

UNDO = "/admin/undo/"


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa")


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


@pytest.fixture
def rude(article):
    return factories.held(article)


def publish(desk, comment):
    """Publish by the review page; return the next page."""
    item = ReviewItem.objects.get(comment=comment, closed_at=None)
    data = {"version": factories.fresh(comment).version, "outcome": "publish"}
    address = reverse("admin:moderation_reviewitem_change", args=[item.pk])
    return desk.post(address, data, follow=True).content.decode()


def own_decisions(user):
    return [str(pk) for pk in Decision.objects.filter(actor=user).values_list("pk", flat=True)]


def test_the_next_page_offers_the_way_back_and_it_leads_to_the_case(desk, rude, rosa):
    page = publish(desk, rude)
    assert "Mal: published." in page
    assert 'data-key="u"' in page
    answer = desk.post(UNDO, {"decision": own_decisions(rosa)}, follow=True)
    assert "waits for a moderator" in answer.content.decode()
    assert answer.context["case"].comment == rude
    assert factories.fresh(rude).status == "held"


def test_what_was_taken_back_is_not_offered_again_and_the_one_before_is(desk, article, rosa):
    first, second = factories.held(article), factories.held(article, author="Ben")
    publish(desk, first)
    publish(desk, second)
    latest = Decision.objects.filter(comment=second, actor=rosa).get()
    page = desk.post(UNDO, {"decision": latest.pk}, follow=True).content.decode()
    earlier = Decision.objects.filter(comment=first, actor=rosa).get()
    assert f'name="decision" value="{earlier.pk}"' in page
    assert f'name="decision" value="{latest.pk}"' not in page


def test_after_half_an_hour_nothing_is_offered(desk, rude):
    with time_machine.travel("2026-11-23 10:00Z", tick=False) as clock:
        desk.force_login(factories.make_moderator(rude.site, "remy"))
        publish(desk, rude)
        clock.move_to("2026-11-23 10:31Z")
        assert 'data-key="u"' not in desk.get("/admin/me/").content.decode()


def test_many_are_taken_back_each_by_itself(desk, article, rosa):
    rosa_undoes = [factories.held(article), factories.held(article, author="Ben")]
    for comment in rosa_undoes:
        publish(desk, comment)
    remy = factories.make_moderator(article.site, "remy")
    pks = own_decisions(rosa)
    factories.decide(rosa_undoes[1], remy, Outcome.REJECT)
    page = desk.post(UNDO, {"decision": pks}, follow=True).content.decode()
    assert "1 of 2 taken back." in page
    assert "Ben: Somebody was faster" in page
    assert [factories.fresh(c).status for c in rosa_undoes] == ["held", "rejected"]


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 40])
def test_what_is_no_decision_is_not_found(desk, pk):
    assert desk.post(UNDO, {"decision": pk}).status_code == 404


def test_anothers_decision_is_not_found_and_stands(desk, rude):
    remy = factories.make_moderator(rude.site, "remy")
    factories.decide(rude, remy, Outcome.PUBLISH)
    assert desk.post(UNDO, {"decision": own_decisions(remy)}).status_code == 404
    assert factories.fresh(rude).status == "published"


def test_looking_takes_nothing_back(desk, rude):
    assert desk.get(UNDO).status_code == 405
