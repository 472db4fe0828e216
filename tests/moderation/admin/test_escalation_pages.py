"""Cases for counsel and police, from the comment's page to the file and back."""

import json
import re

import pytest

from articles.models import AuditEvent
from moderation.evidence.file import evidence_faults
from moderation.flows.escalate_comment import escalate_comment
from moderation.models import Escalation, Membership
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/moderation/escalation/"


@pytest.fixture
def threat():
    return factories.held(factories.make_article())


@pytest.fixture
def rosa(threat):
    return factories.make_moderator(threat.site, "rosa")


@pytest.fixture
def moderator(client, rosa):
    client.force_login(rosa)
    return client


@pytest.fixture
def case(threat, rosa):
    return escalate_comment(threat, to="police", reason="A threat.", user=rosa)


def ask_of(comment):
    return f"/admin/comments/{comment.pk}/escalate/"


def page_of(case):
    return f"{LIST}{case.pk}/change/"


def file_of(case):
    return f"/admin/escalations/{case.pk}/evidence/"


def test_a_moderator_gives_a_case_to_the_police(moderator, threat):
    html = moderator.get(ask_of(threat)).content.decode()
    assert "You idiot." in html
    said = {"to": "police", "reason": "He knows her address.", "reference": "AZ 12"}
    answer = moderator.post(ask_of(threat), said, follow=True)
    html = answer.content.decode()
    assert "The evidence is kept." in html
    assert "He knows her address." in html
    assert "whom the site knows as <code>mal</code>" in html
    assert Escalation.objects.get().reference == "AZ 12"
    assert "<strong>With police</strong>" in moderator.get(ask_of(threat)).content.decode()


@pytest.mark.parametrize(
    "said", [{}, {"to": "press", "reason": "x"}, {"to": "police", "reason": " "}]
)
def test_what_is_missing_is_named_and_nothing_is_kept(moderator, threat, said):
    answer = moderator.post(ask_of(threat), said)
    assert answer.status_code == 400
    assert re.search(r"(problems|errorlist)", answer.content.decode())
    assert not Escalation.objects.exists()


def test_the_second_of_two_who_escalate_at_once_hears_that_it_is_done(moderator, threat, case):
    answer = moderator.post(ask_of(threat), {"to": "police", "reason": "A threat."})
    assert answer.status_code == 409
    assert "with them already" in answer.content.decode()
    assert Escalation.objects.count() == 1


def test_the_file_is_taken_on_the_record_and_by_post_alone(moderator, case):
    assert moderator.get(file_of(case)).status_code == 405
    assert not AuditEvent.objects.filter(kind="comment.evidence_released").exists()
    answer = moderator.post(file_of(case))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer.headers["Cache-Control"]
    assert json.loads(answer.content)["digest"] == case.digest
    assert list(evidence_faults(answer.content)) == []
    assert AuditEvent.objects.filter(kind="comment.evidence_released").count() == 1


@pytest.mark.parametrize("role", ["reader_support", "policy_editor", "auditor"])
def test_other_staff_see_that_there_is_a_case_and_not_what_it_holds(client, threat, case, role):
    client.force_login(factories.make_moderator(threat.site, "sam", role))
    html = client.get(page_of(case)).content.decode()
    assert "is for moderators" in html
    assert "You idiot." not in html
    assert "<code>mal</code>" not in html
    assert client.post(file_of(case)).status_code == 404
    assert client.get(ask_of(threat)).status_code == 404
    assert client.post(ask_of(threat), {"to": "counsel", "reason": "x"}).status_code == 404
    assert client.post(page_of(case), {"because": "x"}).status_code == 403
    case.refresh_from_db()
    assert case.lifted_at is None


def test_another_sites_staff_find_nothing(client, threat, case):
    other = factories.make_site("Evening Post")
    client.force_login(factories.make_moderator(other, "finn", Membership.Role.SENIOR_MODERATOR))
    assert client.get(page_of(case)).status_code == 404
    assert client.post(file_of(case)).status_code == 404
    assert client.get(ask_of(threat)).status_code == 404


def test_a_moderator_does_not_lift_and_a_senior_does_with_a_reason(client, threat, rosa, case):
    client.force_login(rosa)
    assert "Lift the hold" not in client.get(page_of(case)).content.decode()
    assert client.post(page_of(case), {"because": "x"}).status_code == 403
    client.force_login(
        factories.make_moderator(threat.site, "remy", Membership.Role.SENIOR_MODERATOR)
    )
    assert client.post(page_of(case), {"because": ""}).status_code == 400
    html = client.post(page_of(case), {"because": "They closed it."}, follow=True).content.decode()
    assert "They closed it." in html
    assert "Lift the hold" not in html
    assert client.post(page_of(case), {"because": "Again."}).status_code == 409


def test_hostile_words_are_shown_as_words(moderator, threat):
    said = {"to": "police", "reason": "<script>alert(1)</script>"}
    html = moderator.post(ask_of(threat), said, follow=True).content.decode()
    assert "<script>alert" not in html


def test_the_list_takes_the_same_number_of_queries_for_more_cases(
    moderator, threat, rosa, case, django_assert_max_num_queries
):
    counts = []
    for name in ("Ben", "Bea"):
        with django_assert_max_num_queries(12) as queries:
            moderator.get(LIST)
        counts.append(len(queries))
        more = factories.held(threat.article, author=name)
        escalate_comment(more, to="police", reason="A threat.", user=rosa)
    assert counts[0] == counts[1]
