"""The appeals of the desk: who sees them, both sides of one, and the answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussion.models import User
from moderation.flows.open_appeal import open_appeal
from moderation.models import Appeal, DeskSettings, Membership
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

SENIOR = Membership.Role.SENIOR_MODERATOR
LIST = "admin:moderation_appeal_changelist"


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa", SENIOR)


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", SENIOR)


def appealed(article, rosa, author="Mal", words="I quoted somebody else."):
    parent = factories.published(article, f"A fair point, {author}.", author="Ben")
    comment = factories.held(article, author=author, parent=parent)
    factories.decide(comment, rosa, Outcome.REJECT)
    comment = factories.fresh(comment)
    return open_appeal(comment, author=comment.author, words=words)


@pytest.fixture
def appeal(article, rosa):
    return appealed(article, rosa)


def signed_in(client, user):
    client.force_login(user)
    return client


def page_of(appeal):
    return reverse("admin:moderation_appeal_change", args=[appeal.pk])


def test_both_sides_stand_on_one_page_with_everything_around(client, remy, appeal):
    page = signed_in(client, remy).get(page_of(appeal)).content.decode()
    for shown in (
        "I quoted somebody else.",
        "It abuses another reader.",
        "No hatred of people for who they are.",
        "rosa",
        "idiot",
        "A fair point, Mal.",
        "toxicity",
        'data-key="f"',
        'data-key="d"',
        "0 published, 1 rejected",
    ):
        assert shown in page, shown
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("answer", "status", "state"),
    [("overturn", "published", "overturned"), ("uphold", "rejected", "upheld")],
)
def test_it_is_answered_there(client, remy, appeal, answer, status, state):
    desk = signed_in(client, remy)
    said = {"answer": answer, "reasoning": "I read it anew.", "private_note": "See the style guide"}
    done = desk.post(page_of(appeal), said)
    assert done.url == reverse(LIST)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.private_note) == (state, "See the style guide")
    assert factories.fresh(appeal.comment).status == status
    page = desk.get(page_of(appeal)).content.decode()
    assert "I read it anew." in page
    assert '<form method="post" class="decision"' not in page


def test_who_made_the_decision_reads_that_somebody_else_has_to(client, rosa, remy, appeal):
    desk = signed_in(client, rosa)
    page = desk.get(page_of(appeal)).content.decode()
    assert "Somebody else has to decide" in page
    assert 'data-key="f"' not in page
    assert "Name a second person" not in page
    refused = desk.post(page_of(appeal), {"answer": "overturn", "reasoning": "Mine."})
    assert refused.status_code == 403
    assert Appeal.objects.get().state == "open"


def test_a_site_where_nobody_may_is_told_what_to_do(client, rosa, appeal):
    page = signed_in(client, rosa).get(page_of(appeal)).content.decode()
    assert "Name a second person" in page


def test_without_a_reasoning_nothing_is_decided_and_nothing_lost(client, remy, appeal):
    answer = signed_in(client, remy).post(
        page_of(appeal), {"answer": "uphold", "private_note": "kept words"}
    )
    assert answer.status_code == 422
    assert "kept words" in answer.content.decode()
    assert Appeal.objects.get().state == "open"


def test_the_second_to_answer_is_shown_the_first_answer(client, article, remy, appeal):
    otto = factories.make_moderator(article.site, "otto", SENIOR)
    said = {"answer": "uphold", "reasoning": "It stands, I say."}
    signed_in(client, remy).post(page_of(appeal), said)
    late = signed_in(client, otto).post(page_of(appeal), {"answer": "overturn", "reasoning": "x"})
    assert late.status_code == 409
    assert "It stands, I say." in late.content.decode()
    assert Appeal.objects.get().decided_by == remy


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_what_is_no_answer_is_refused(client, remy, appeal, answer):
    refused = signed_in(client, remy).post(page_of(appeal), {"answer": answer, "reasoning": "x"})
    assert refused.status_code == 400


def test_the_list_has_what_waits_and_says_whose_it_is(client, article, rosa, remy):
    appealed(article, rosa, "Mal", "The first complaint.")
    settled = appealed(article, rosa, "Eve", "A settled complaint.")
    Appeal.objects.filter(pk=settled.pk).update(state="moot", decided_at=settled.created_at)
    page = signed_in(client, remy).get(reverse(LIST)).content.decode()
    assert "The first complaint." in page
    assert "A settled complaint." not in page
    assert "yours to give" in page
    everything = client.get(reverse(LIST), {"state": "all"}).content.decode()
    assert "A settled complaint." in everything
    mine = signed_in(client, rosa).get(reverse(LIST)).content.decode()
    assert "Somebody else has to decide" in mine


def test_another_sites_appeal_is_nowhere(client, appeal):
    elsewhere = factories.make_moderator(factories.make_site("Elsewhere"), "eli", SENIOR)
    desk = signed_in(client, elsewhere)
    assert desk.get(page_of(appeal)).status_code == 404
    assert "I quoted" not in desk.get(reverse(LIST)).content.decode()


def test_a_second_person_without_a_role_sees_and_decides(client, article, appeal):
    sam = User.objects.create_user("sam", is_staff=True)
    desk = signed_in(client, sam)
    assert desk.get(reverse(LIST)).status_code == 403
    # Rosa, the only senior, made the decision.
    DeskSettings.objects.create(site=article.site, second_person=sam)
    assert "I quoted" in desk.get(reverse(LIST)).content.decode()
    assert desk.get(page_of(appeal)).status_code == 200
    desk.post(page_of(appeal), {"answer": "overturn", "reasoning": "A quotation."})
    assert factories.fresh(appeal.comment).status == "published"


def test_the_list_costs_the_same_queries_for_any_number(client, article, rosa, remy):
    desk = signed_in(client, remy)
    appealed(article, rosa)
    first = queries(desk, reverse(LIST))
    for number in range(5):
        appealed(article, rosa, f"Mal {number}")
    assert queries(desk, reverse(LIST)) == first <= 20
    assert desk.get(reverse(LIST)).content.decode().count("yours to give") == 6


def test_the_page_costs_the_same_queries_in_any_thread(client, article, rosa, remy):
    desk = signed_in(client, remy)
    appeal = appealed(article, rosa)
    first = queries(desk, page_of(appeal))
    for number in range(4):
        factories.published(article, f"Another voice {number}.", author=f"Ida {number}")
    assert queries(desk, page_of(appeal)) == first <= 36


def queries(desk, path):
    """How many it takes, when what is kept of a process is warm."""
    desk.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(path).status_code == 200
    return len(captured)
