"""Reports and notices on the desk: to be looked up, never to be changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.report_comment import report_comment
from moderation.models import Notice
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

REPORTS = "admin:moderation_report_changelist"
NOTICES = "admin:moderation_notice_changelist"


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def complained(article, number=0):
    comment = factories.published(
        article, f"Comment {'abcdefgh'[number] * 9}", author=f"Mal {number}"
    )
    ben = factories.author_at(article.site, "Ben")
    report_comment(comment, reporter=ben, reason="hateful-language", text=f"Report {number}.")
    sender = Sender("Ida", "ida@example.org")
    give_notice(comment, explanation=f"Notice {number}.", sender=sender, good_faith=True)
    return comment


def test_what_was_said_about_what_by_whom(desk, article):
    comment = complained(article)
    reports = desk.get(reverse(REPORTS)).content.decode()
    for shown in ("Report 0.", "Ben", "hateful-language", "waits", "0.5"):
        assert shown in reports
    notices = desk.get(reverse(NOTICES)).content.decode()
    for shown in ("Notice 0.", "Ida", Notice.objects.get().reference, "to be sent"):
        assert shown in notices
    case = reverse("admin:desk-comment", args=[comment.pk])
    assert case in reports
    assert case in notices


def test_one_can_be_read_whole_and_not_changed(desk, article):
    complained(article)
    notice = Notice.objects.get()
    page = reverse("admin:moderation_notice_change", args=[notice.pk])
    assert "ida@example.org" in desk.get(page).content.decode()
    assert desk.post(page, {"explanation": "Another."}).status_code == 403


@pytest.mark.parametrize(
    ("answer", "outcome"), [("waits", None), ("right", "reject"), ("wrong", "publish")]
)
def test_they_are_found_by_what_they_were_answered(desk, article, rosa, answer, outcome):
    comment = complained(article)
    if outcome:
        factories.decide(comment, rosa, Outcome(outcome))
    for listed in (REPORTS, NOTICES):
        found = {
            value: len(desk.get(reverse(listed), {"answer": value}).context["cl"].result_list)
            for value in ("waits", "right", "wrong")
        }
        assert found == {**dict.fromkeys(found, 0), answer: 1}


@pytest.mark.parametrize("listed", [REPORTS, NOTICES])
def test_the_list_costs_the_same_queries_for_any_number(desk, article, listed):
    complained(article)
    desk.get(reverse(listed))
    counts = []
    for number in (1, 2):
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse(listed))
        counts.append(len(captured))
        complained(article, number)
    assert counts[0] == counts[1] <= 16
