"""A job's page and list: progress, report, proposals, stop and undo."""

import pytest
from django.urls import reverse

from moderation.flows.run_jobs import run_jobs
from moderation.flows.start_job import start_redecide_public, start_reject_waiting, start_rejudge
from moderation.judge import Judge
from moderation.models import Job, Membership
from moderation.policy.types import Outcome
from tests import factories
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db

SAID = {"clause": "hateful-language", "reasoning": "You abuse other readers."}
STRICT = Judge(StubScorer("point"), ())
# Session, user, what is allowed where, the blur, the job, its counts and lines, whether undone.
PAGE_QUERIES = 13
LIST_QUERIES = 8


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def desk(client, remy):
    client.force_login(remy)
    return client


@pytest.fixture
def mal(article):
    return factories.make_author(article.site, "Mal")


def work():
    while run_jobs(lambda: STRICT, worker="test:1"):
        pass


def at(name, job):
    return reverse(f"admin:desk-{name}", args=[job.pk])


@pytest.fixture
def proposals(article, remy):
    """Two public comments that the new scorer would hold."""
    comments = [factories.published(article, author=name) for name in ("Ada", "Ben")]
    job = start_rejudge(article.site, user=remy, waiting=False, published=True)
    work()
    return job, comments


def test_it_shows_progress_report_and_the_way_back(desk, article, mal, remy):
    factories.held(article, author="Mal")
    job = start_reject_waiting(mal, user=remy, **SAID)
    waiting = desk.get(at("job", job)).content.decode()
    assert "Stop" in waiting
    assert "Undo all of it" not in waiting
    assert "moderation/job.js" in waiting
    work()
    done = desk.get(at("job", job)).content.decode()
    assert "Undo all of it" in done
    assert "moderation/job.js" not in done
    for shown in ("remy", "Mal", "Done: ", "You abuse other readers."):
        assert shown in done


def test_its_state_is_asked_for_and_not_sent_twice(desk, article, mal, remy):
    factories.held(article, author="Mal")
    job = start_reject_waiting(mal, user=remy, **SAID)
    first = desk.get(at("job-state", job))
    assert first.json()["open"] is True
    etag = first.headers["ETag"]
    assert desk.get(at("job-state", job), headers={"If-None-Match": etag}).status_code == 304
    work()
    now = desk.get(at("job-state", job), headers={"If-None-Match": etag}).json()
    assert (now["open"], now["done"], now["counts"]["decided"]) == (False, 1, 1)


def test_it_is_stopped_and_undone_from_its_page(desk, article, mal, remy):
    comment = factories.held(article, author="Mal")
    stopped = start_redecide_public(mal, user=remy)
    desk.post(at("job-stop", stopped))
    stopped.refresh_from_db()
    assert stopped.state == "stopped"
    job = start_reject_waiting(mal, user=remy, **SAID)
    work()
    answer = desk.post(at("job-undo", job))
    undo = Job.objects.get(kind="undo")
    assert answer.url == at("job", undo)
    work()
    assert factories.fresh(comment).status == "held"
    refused = desk.post(at("job-undo", job), follow=True).content.decode()
    assert "undone before" in refused


def test_proposals_are_accepted_and_dismissed_as_they_were_chosen(desk, proposals):
    job, (ada, ben) = proposals
    page = desk.get(at("job", job)).content.decode()
    assert page.count('name="line"') == 2
    assert "Would be held" in page
    lines = {line.comment_id: line.pk for line in job.lines.all()}
    desk.post(at("job-answer", job), {"answer": "accept", "line": lines[ada.pk]})
    desk.post(at("job-answer", job), {"answer": "dismiss", "line": lines[ben.pk]})
    assert [factories.fresh(each).status for each in (ada, ben)] == ["held", "published"]
    assert sorted(job.lines.values_list("result", flat=True)) == ["accepted", "dismissed"]


def test_each_proposal_has_its_own_result(desk, proposals, remy):
    job, (ada, ben) = proposals
    factories.decide(ada, remy, Outcome.PUBLISH)
    lines = [line.pk for line in job.lines.all()]
    sent = {"answer": "accept", "line": lines}
    page = desk.post(at("job-answer", job), sent, follow=True).content.decode()
    assert "1 accepted, 1 not." in page
    assert "Somebody was faster" in page
    assert factories.fresh(ada).status == "published"
    assert factories.fresh(ben).status == "held"


def test_nothing_chosen_changes_nothing(desk, proposals):
    job, comments = proposals
    page = desk.post(at("job-answer", job), {"answer": "accept"}, follow=True)
    assert "Nothing was chosen." in page.content.decode()
    assert {factories.fresh(comment).status for comment in comments} == {"published"}


def test_a_moderator_sees_the_report_and_changes_nothing(client, article, proposals):
    job, comments = proposals
    client.force_login(factories.make_moderator(article.site))
    page = client.get(at("job", job)).content.decode()
    for missing in ('name="line"', "Stop", "Undo all"):
        assert missing not in page
    line = job.lines.first()
    client.post(at("job-answer", job), {"answer": "accept", "line": line.pk})
    client.post(at("job-undo", job))
    assert {factories.fresh(comment).status for comment in comments} == {"published"}
    assert Job.objects.count() == 1


def test_another_sites_job_is_not_there(client, proposals):
    site = factories.make_site("Foreign Times")
    client.force_login(factories.make_moderator(site, "ria", Membership.Role.SENIOR_MODERATOR))
    job, _ = proposals
    for name in ("job", "job-state"):
        assert client.get(at(name, job)).status_code == 404
    for name in ("job-stop", "job-undo", "job-answer"):
        assert client.post(at(name, job)).status_code == 404


def test_judging_again_is_asked_for_on_a_page_of_its_own(desk, article):
    path = reverse("admin:desk-rejudge")
    assert path in desk.get(reverse("admin:moderation_job_changelist")).content.decode()
    assert "version 1 of its policy" in desk.get(path).content.decode()
    answer = desk.post(path, {"waiting": "on", "since": "2026-01-31"})
    job = Job.objects.get()
    assert answer.url == at("job", job)
    assert job.params["since"].startswith("2026-01-31T00:00")
    assert (job.params["waiting"], job.params["published"]) == (True, False)
    assert desk.post(path, {}).status_code == 400


def test_who_may_not_run_jobs_does_not_find_that_page(client, article):
    client.force_login(factories.make_moderator(article.site))
    path = reverse("admin:desk-rejudge")
    assert client.get(path).status_code == 403
    assert path not in client.get(reverse("admin:moderation_job_changelist")).content.decode()


@pytest.mark.parametrize("many", [1, 8])
def test_page_and_list_cost_the_same_however_long(
    desk, article, remy, many, django_assert_num_queries
):
    for number in range(many):
        factories.published(article, author=f"Ada {number}")
        start_rejudge(article.site, user=remy, waiting=False, published=True)
    work()
    job = Job.objects.earliest("pk")
    with django_assert_num_queries(PAGE_QUERIES):
        desk.get(at("job", job))
    with django_assert_num_queries(LIST_QUERIES):
        desk.get(reverse("admin:moderation_job_changelist"))
