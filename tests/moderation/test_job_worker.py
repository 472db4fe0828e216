"""Jobs in a worker process: a while at a time, after what was posted, never beside a reading."""

import pytest

from moderation import job_worker, tasks, worker
from moderation.flows.start_job import start_reject_waiting, start_rejudge
from moderation.judge import Judge
from moderation.models import Job, Membership
from moderation.scoring.base import ScorerUnavailable
from tests import factories
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db

SAID = {"clause": "hateful-language", "reasoning": "You abuse other readers."}


@pytest.fixture(autouse=True)
def _a_worker_of_our_own(monkeypatch):
    monkeypatch.setattr(worker, "_judge", Judge(StubScorer("blockhead"), ()))
    yield
    worker._ending[0] = 0


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def held(article):
    comments = [factories.make_comment(article, f"You idiot {n}.", author="Mal") for n in range(3)]
    factories.screen()
    return comments


def statuses(comments):
    return {factories.fresh(comment).status for comment in comments}


def test_a_worker_does_all_that_is_ordered(article, remy, held):
    start_rejudge(article.site, user=remy, waiting=True, published=False)
    tasks.run_jobs_task()
    assert statuses(held) == {"published"}
    assert Job.objects.get().state == "done"


def test_what_is_posted_meanwhile_is_judged_between_two_comments(article, remy, held, monkeypatch):
    job = start_rejudge(article.site, user=remy, waiting=True, published=False)
    late, seen = [], []
    read = StubScorer.score

    def somebody_posts(self, texts):
        if not late:
            late.append(factories.make_comment(article, "A fair point.", author="Ada"))
            worker.run_once()  # the hint finds this process busy
        elif not seen and factories.fresh(late[0]).status == "published":
            seen.append(Job.objects.get(pk=job.pk).done)
        return read(self, texts)

    monkeypatch.setattr(StubScorer, "score", somebody_posts)
    assert not job_worker.run_for_a_while()
    assert statuses([*held, *late]) == {"published"}
    assert seen == [1]


def test_while_the_process_judges_no_job_is_begun(article, remy, held):
    start_rejudge(article.site, user=remy, waiting=True, published=False)
    with worker._busy:
        assert not job_worker.run_for_a_while()
    assert statuses(held) == {"held"}


def test_what_was_put_off_is_asked_for_when_the_process_has_judged(
    article, remy, held, monkeypatch
):
    start_rejudge(article.site, user=remy, waiting=True, published=False)
    factories.make_comment(article, "A fair point.", author="Ada")
    woken, read = [], StubScorer.score

    def a_hint_comes(self, texts):
        if not woken:
            assert not job_worker.run_for_a_while()
        return read(self, texts)

    monkeypatch.setattr(StubScorer, "score", a_hint_comes)
    monkeypatch.setattr(worker, "wake_workers", woken.append)
    worker.run_once()
    worker.run_once()
    assert woken == ["moderation.run_jobs"]
    assert statuses(held) == {"held"}


def test_a_worker_that_was_told_to_end_begins_nothing(article, remy, held):
    start_rejudge(article.site, user=remy, waiting=True, published=False)
    worker.end_soon()
    assert not job_worker.run_for_a_while()
    assert statuses(held) == {"held"}


def test_after_a_while_it_lets_other_tasks_in_and_asks_to_go_on(article, remy, held, monkeypatch):
    start_rejudge(article.site, user=remy, waiting=True, published=False)
    monkeypatch.setattr(job_worker, "SLICE_SECONDS", 0.0)
    assert job_worker.run_for_a_while()
    woken = []
    monkeypatch.setattr(tasks, "wake_workers", woken.append)
    tasks.run_jobs_task()
    assert woken == ["moderation.run_jobs"]


def test_a_missing_model_stops_no_job_that_needs_none(article, remy, held, monkeypatch):
    def no_model(*_):
        raise ScorerUnavailable("no weights")

    monkeypatch.setattr(worker, "_judge", None)
    monkeypatch.setattr(worker, "load_scorer", no_model)
    start_rejudge(article.site, user=remy, waiting=True, published=False)
    start_reject_waiting(held[0].author, user=remy, **SAID)
    for _ in range(2):
        tasks.run_jobs_task()
    assert statuses(held) == {"rejected"}


def test_the_sweep_of_measures_is_safe_to_repeat(article):
    tasks.end_measures_task()
    tasks.end_measures_task()
