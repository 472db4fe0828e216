"""The desk's pages: who has a person forgotten, and how long things are kept."""

import pytest
from django.urls import reverse

from articles.models import AuditEvent
from discussion.flows.run_person_jobs import run_person_jobs
from discussion.models import PersonJob
from moderation.errors import NotAllowed
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.forget_author import forget_author
from moderation.flows.lift_escalation import lift_escalation
from moderation.models import Membership, RetentionRule
from tests import factories
from tests.person_world import make_due

pytestmark = pytest.mark.django_db

RULES = "/admin/moderation/retentionrule/"


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def ada(article):
    return factories.published(article, "A fair point.").author


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def desk(client, remy):
    client.force_login(remy)
    return client


def page_of(author):
    return reverse("admin:desk-forget", args=[author.pk])


class TestForgetting:
    def test_a_senior_has_somebody_forgotten_on_the_record(self, desk, ada, remy):
        assert (
            page_of(ada) in desk.get(reverse("admin:desk-author", args=[ada.pk])).content.decode()
        )
        assert "cannot be undone" in desk.get(page_of(ada)).content.decode()
        begun = desk.post(page_of(ada), {"confirm": "ada"}, follow=True).content.decode()
        assert "Begun" in begun
        assert "They asked for it" in begun
        make_due()
        run_person_jobs(worker="test")
        ada.refresh_from_db()
        assert (ada.display_name, PersonJob.objects.get().state) == ("erased", "done")
        actors = AuditEvent.objects.filter(kind__contains="eras").values_list("actor", flat=True)
        assert set(actors) == {f"user:{remy.pk}"}
        assert "They asked to be forgotten" in desk.get(page_of(ada)).content.decode()

    @pytest.mark.parametrize("typed", ["", "Ada", "ben"])
    def test_it_is_not_begun_without_the_right_word(self, desk, ada, typed):
        assert desk.post(page_of(ada), {"confirm": typed}).status_code == 400
        assert not PersonJob.objects.exists()

    def test_a_moderator_may_not_and_is_not_offered_it(self, client, ada, rosa):
        client.force_login(rosa)
        page = client.get(reverse("admin:desk-author", args=[ada.pk])).content.decode()
        assert page_of(ada) not in page
        assert client.get(page_of(ada)).status_code == 403
        assert client.post(page_of(ada), {"confirm": "ada"}).status_code == 403
        with pytest.raises(NotAllowed):
            forget_author(ada, user=rosa)
        assert not PersonJob.objects.exists()

    def test_a_senior_of_another_site_sees_nothing(self, client, ada):
        other = factories.make_site("The Evening Post")
        client.force_login(factories.make_moderator(other, "sam", Membership.Role.SENIOR_MODERATOR))
        assert client.get(page_of(ada)).status_code == 404

    def test_the_page_of_a_case_says_that_its_evidence_is_gone(self, desk, ada, remy):
        comment = ada.comments.get()
        case = escalate_comment(comment, to="counsel", reason="A case.", user=remy)
        assert "part of a case" in desk.get(page_of(ada)).content.decode()
        lift_escalation(case, because="It was none.", user=remy)
        forget_author(ada, user=remy)
        make_due()
        run_person_jobs(worker="test")
        where = reverse("admin:moderation_escalation_change", args=[case.pk])
        assert "The evidence was erased" in desk.get(where).content.decode()
        refused = desk.post(reverse("admin:desk-evidence", args=[case.pk]), follow=True)
        assert "was erased with its comment" in refused.content.decode()


class TestRules:
    def test_they_are_written_by_who_runs_the_desk(self, desk, article, remy):
        said = {"site": article.site.pk, "what": "reports", "days": 90}
        assert desk.post(f"{RULES}add/", said).status_code == 302
        rule = RetentionRule.objects.get()
        assert "90" in desk.get(RULES).content.decode()
        assert desk.post(f"{RULES}{rule.pk}/delete/", {"post": "yes"}).status_code == 302
        told = AuditEvent.objects.filter(kind="retention.set").values_list("data", "actor")
        assert list(told) == [
            ({"what": "reports", "days": 90}, f"user:{remy.pk}"),
            ({"what": "reports", "days": None}, f"user:{remy.pk}"),
        ]

    @pytest.mark.parametrize("days", [0, 6, 3_651, "x"])
    def test_days_that_cannot_be_are_refused(self, desk, article, days):
        said = {"site": article.site.pk, "what": "reports", "days": days}
        assert desk.post(f"{RULES}add/", said).status_code == 200
        assert not RetentionRule.objects.exists()

    def test_one_about_the_same_is_refused_in_words(self, desk, article):
        said = {"site": article.site.pk, "what": "reports", "days": 90}
        desk.post(f"{RULES}add/", said)
        assert "already exists" in desk.post(f"{RULES}add/", said).content.decode()

    def test_a_moderator_sees_and_changes_nothing(self, client, article, rosa):
        client.force_login(rosa)
        rule = RetentionRule.objects.create(site=article.site, what="reports", days=90)
        assert client.get(RULES).status_code == 200
        assert client.get(f"{RULES}add/").status_code == 403
        said = {"site": article.site.pk, "what": "reports", "days": 7}
        assert client.post(f"{RULES}{rule.pk}/change/", said).status_code == 403
        rule.refresh_from_db()
        assert rule.days == 90
