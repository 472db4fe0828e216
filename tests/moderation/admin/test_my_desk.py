"""What concerns one moderator alone: blur, and the figures of the day."""

import pytest
from django.urls import reverse

from discussion.models import User
from moderation.flows.undo_decision import undo_decision
from moderation.models import DeskPreference, ReviewItem
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

ME = "/admin/me/"


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


def held(article, name):
    return factories.held(article, author=name)


def review(desk, comment):
    item = ReviewItem.objects.get(comment=comment)
    return desk.get(reverse("admin:moderation_reviewitem_change", args=[item.pk])).content.decode()


def test_the_day_counts_by_outcome_and_leaves_out_what_was_taken_back(desk, article, rosa):
    factories.decide(held(article, "Mal"), rosa, Outcome.REJECT)
    factories.decide(held(article, "Ben"), rosa, Outcome.PUBLISH)
    undo_decision(factories.decide(held(article, "Ada"), rosa, Outcome.PUBLISH), moderator=rosa)
    day = desk.get(ME).context["day"]
    assert (day.outcomes, day.taken_back, day.total) == ({"reject": 1, "publish": 1}, 1, 2)


def test_it_tells_what_others_decided_otherwise_and_what_they_confirmed_not(desk, article, rosa):
    remy = factories.make_moderator(article.site, "remy")
    turned, confirmed = held(article, "Mal"), held(article, "Ben")
    for comment, outcome in ((turned, Outcome.REJECT), (confirmed, Outcome.PUBLISH)):
        factories.decide(comment, rosa, Outcome.PUBLISH)
        factories.decide(comment, remy, outcome)
    answer = desk.get(ME)
    assert [row.comment for row in answer.context["day"].overturned] == [turned]
    assert "you said publish, remy said reject" in answer.content.decode()


def test_anothers_decisions_are_not_in_it(desk, article):
    remy = factories.make_moderator(article.site, "remy")
    factories.decide(held(article, "Mal"), remy, Outcome.REJECT)
    assert desk.get(ME).context["day"].total == 0


@pytest.mark.parametrize(
    ("blur", "texts", "marks"),
    [("nothing", False, False), ("slurs", False, True), ("texts", True, False)],
)
def test_what_was_chosen_is_blurred_until_asked(desk, article, blur, texts, marks):
    comment = held(article, "Mal")
    assert desk.post(ME, {"blur": blur}).status_code == 302
    page = review(desk, comment)
    assert ('class="words blurred"' in page) is texts
    assert ('class="words blurred-marks"' in page) is marks
    assert ('class="unblur"' in page) is (texts or marks)


def test_the_marked_words_are_blurred_for_who_has_chosen_nothing(desk, article):
    assert 'class="words blurred-marks"' in review(desk, held(article, "Mal"))


def test_what_cannot_be_chosen_is_refused(desk, rosa):
    assert desk.post(ME, {"blur": "everything"}).status_code == 400
    assert not DeskPreference.objects.filter(user=rosa).exists()


def test_staff_without_a_role_have_no_desk(client):
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(ME).status_code == 403


def test_it_costs_the_same_queries_after_many_decisions(
    desk, article, rosa, django_assert_num_queries
):
    remy = factories.make_moderator(article.site, "remy")
    desk.get(ME)
    with django_assert_num_queries(QUERIES):
        desk.get(ME)
    for number in range(4):
        comment = held(article, f"Mal {number}")
        factories.decide(comment, rosa, Outcome.PUBLISH)
        factories.decide(comment, remy, Outcome.REJECT)
    with django_assert_num_queries(QUERIES):
        desk.get(ME)


QUERIES = 9
