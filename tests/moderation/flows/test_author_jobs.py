"""Jobs on an author's comments: what they do, what they leave, and how they are undone."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from articles.models import AuditEvent
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment, Decision
from moderation.errors import (
    JobOver,
    JobRunning,
    JobUndone,
    NotAllowed,
    ReasonRequired,
    UnknownClause,
)
from moderation.flows import reject_waiting
from moderation.flows.report_comment import report_comment
from moderation.flows.run_jobs import run_jobs
from moderation.flows.start_job import start_redecide_public, start_reject_waiting, start_undo
from moderation.flows.stop_job import stop_job
from moderation.models import Job, JobLine, Membership, ReviewItem
from moderation.policy.types import Outcome
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db

SAID = {"clause": "hateful-language", "reasoning": "You abuse other readers."}


def nobody_reads():
    raise AssertionError("no text is read for this job")


def work(times=20):
    """What workers do until nothing is left."""
    for _ in range(times):
        if not run_jobs(nobody_reads, worker="test:1"):
            return
    raise AssertionError("the job does not end")


def a_step(job):
    """A worker deals with one comment, then is killed: its lease runs out later."""
    run_jobs(nobody_reads, worker="test:1", go_on=lambda: False)
    job.refresh_from_db()


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def waiting(article):
    """Four held comments of Mal."""
    comments = [
        factories.make_comment(article, f"You idiot {number}.", author="Mal") for number in range(4)
    ]
    factories.screen()
    return comments


@pytest.fixture
def public(article):
    """Three published comments of Mal."""
    comments = [
        factories.make_comment(article, f"Fine, {number}.", author="Mal") for number in range(3)
    ]
    factories.screen()
    return comments


@pytest.fixture
def mal(article):
    return factories.author_at(article.site, "Mal")


def statuses(comments):
    return [factories.fresh(comment).status for comment in comments]


def results(job):
    return list(job.lines.order_by("comment").values_list("result", flat=True))


def test_what_waits_is_rejected_in_the_starters_name_with_clause_and_reasoning(mal, waiting, remy):
    job = start_reject_waiting(mal, user=remy, **SAID)
    work()
    job.refresh_from_db()
    assert statuses(waiting) == ["rejected"] * 4
    assert (job.state, job.total, job.done) == ("done", 4, 4)
    assert results(job) == ["decided"] * 4
    for comment in waiting:
        decision = factories.fresh(comment).decision
        assert (decision.actor, decision.clauses) == (remy, ["hateful-language"])
        assert decision.text.reasoning == "You abuse other readers."
        assert decision.statement is not None
    kinds = AuditEvent.objects.filter(kind__startswith="job.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["job.started", "job.finished"]
    assert "You abuse other readers." not in str(list(kinds.values_list("data", flat=True)))


def test_others_and_what_nobody_judged_is_left(article, mal, waiting, public, remy):
    bens = factories.held(article, author="Ben")
    start_reject_waiting(mal, user=remy, **SAID)
    unseen = factories.make_comment(article, "You idiot, not judged yet.", author="Mal")
    work()
    assert statuses([bens, *public, unseen]) == ["held", *["published"] * 3, "pending"]


def test_what_is_held_after_the_job_began_is_left_to_a_person(article, mal, remy, waiting):
    job = start_reject_waiting(mal, user=remy, **SAID)
    late = factories.make_comment(article, "You idiot, later.", author="Mal")
    factories.screen()
    work()
    assert factories.fresh(late).status == "held"
    assert job.lines.get(comment=late).result == "refused"


def test_a_persons_later_ruling_stands(mal, waiting, remy, rosa):
    job = start_reject_waiting(mal, user=remy, **SAID)
    factories.decide(waiting[0], rosa, Outcome.HOLD)
    factories.decide(waiting[1], rosa, Outcome.PUBLISH)
    work()
    assert statuses(waiting) == ["held", "published", "rejected", "rejected"]
    assert job.lines.get(comment=waiting[0]).result == "refused"
    assert not job.lines.filter(comment=waiting[1]).exists()


def test_a_held_edit_is_rejected_and_the_older_text_stays_public(article, mal, remy, public):
    edit_comment(factories.fresh(public[0]), "You idiot, as an edit.")
    factories.screen()
    start_reject_waiting(mal, user=remy, **SAID)
    work()
    comment = factories.fresh(public[0])
    assert comment.status == "published"
    assert comment.revisions.get(number=2).state == "rejected"


def test_a_killed_worker_loses_nothing_and_repeats_nothing(mal, waiting, remy, monkeypatch):
    job = start_reject_waiting(mal, user=remy, **SAID)
    resolve, calls = reject_waiting.resolve_item, []

    class Killed(BaseException):
        pass

    def killed_at_the_third(comment, **said):
        calls.append(comment.pk)
        decision = resolve(comment, **said)
        if len(calls) == 3:
            raise Killed
        return decision

    monkeypatch.setattr(reject_waiting, "resolve_item", killed_at_the_third)
    with pytest.raises(Killed):
        run_jobs(nobody_reads, worker="test:1")
    assert statuses(waiting) == ["rejected", "rejected", "held", "held"]
    work()
    assert statuses(waiting) == ["rejected"] * 4
    assert Decision.objects.filter(actor=remy).count() == 4
    job.refresh_from_db()
    assert (job.done, job.lines.count()) == (4, 4)


def test_while_a_lease_lasts_nobody_else_works_on_the_job(mal, waiting, remy):
    job = start_reject_waiting(mal, user=remy, **SAID)
    lasting = timezone.now() + timedelta(hours=1)
    Job.objects.update(state="running", lease_owner="another/1", lease_until=lasting)
    assert not run_jobs(nobody_reads, worker="test:1")
    Job.objects.update(lease_until=timezone.now() - timedelta(hours=1))
    work()
    job.refresh_from_db()
    assert job.state == "done"


def test_a_worker_whose_lease_went_to_another_stores_nothing(mal, waiting, remy, monkeypatch):
    start_reject_waiting(mal, user=remy, **SAID)
    resolve = reject_waiting.resolve_item

    def loses_its_lease(comment, **said):
        decision = resolve(comment, **said)
        Job.objects.update(lease_owner="another/1")
        return decision

    monkeypatch.setattr(reject_waiting, "resolve_item", loses_its_lease)
    assert run_jobs(nobody_reads, worker="test:1")
    assert statuses(waiting) == ["held"] * 4
    assert not JobLine.objects.exists()


def test_a_stopped_job_does_no_more_and_can_be_undone(mal, waiting, remy):
    job = start_reject_waiting(mal, user=remy, **SAID)
    a_step(job)
    with pytest.raises(JobRunning):
        start_undo(job, user=remy)
    stop_job(job, user=remy)
    work()
    assert statuses(waiting) == ["rejected", "held", "held", "held"]
    with pytest.raises(JobOver):
        stop_job(job, user=remy)
    start_undo(job, user=remy)
    work()
    assert statuses(waiting) == ["held"] * 4


def test_jobs_take_turns(mal, article, waiting, public, remy):
    first = start_reject_waiting(mal, user=remy, **SAID)
    second = start_redecide_public(mal, user=remy)
    for job in (first, second, first, second):
        before = job.done
        a_step(job)
        assert job.done == before + 1


def test_one_comment_that_cannot_be_dealt_with_holds_up_no_other(mal, waiting, remy, monkeypatch):
    job = start_reject_waiting(mal, user=remy, **SAID)
    resolve = reject_waiting.resolve_item

    def breaks_once(comment, **said):
        if comment.pk == waiting[1].pk:
            raise RuntimeError("broken")
        return resolve(comment, **said)

    monkeypatch.setattr(reject_waiting, "resolve_item", breaks_once)
    work()
    assert statuses(waiting) == ["rejected", "held", "rejected", "rejected"]
    assert results(job) == ["decided", "refused", "decided", "decided"]


def test_who_lost_the_role_meanwhile_decides_nothing(mal, waiting, remy):
    job = start_reject_waiting(mal, user=remy, **SAID)
    Membership.objects.filter(user=remy).delete()
    work()
    assert statuses(waiting) == ["held"] * 4
    assert results(job) == ["refused"] * 4


def test_what_is_public_is_shown_to_a_person_and_stays_public(mal, public, remy):
    job = start_redecide_public(mal, user=remy)
    work()
    assert statuses(public) == ["published"] * 3
    items = ReviewItem.objects.filter(closed_at=None)
    assert {item.comment_id for item in items} == {comment.pk for comment in public}
    assert {tuple(item.reasons) for item in items} == {("sanctioned-author",)}
    assert results(job) == ["decided"] * 3


def test_undoing_it_asks_nobody_any_more_save_where_there_is_another_reason(mal, public, remy):
    job = start_redecide_public(mal, user=remy)
    work()
    item = ReviewItem.objects.get(comment=public[0])
    item.reasons = ["sanctioned-author", "reported"]
    item.save(update_fields=["reasons"])
    factories.decide(public[1], remy, Outcome.REJECT)
    undo = start_undo(job, user=remy)
    work()
    assert list(ReviewItem.objects.filter(closed_at=None)) == [item]
    assert results(undo) == ["refused", "refused", "decided"]
    assert statuses(public) == ["published", "rejected", "published"]


def test_what_is_public_is_rejected_where_the_senior_says_so_and_comes_back_in_its_place(
    mal, public, remy
):
    before = [factories.fresh(comment).published_at for comment in public]
    job = start_redecide_public(mal, user=remy, reject=True, **SAID)
    work()
    assert statuses(public) == ["rejected"] * 3
    start_undo(job, user=remy)
    work()
    assert statuses(public) == ["published"] * 3
    assert [factories.fresh(comment).published_at for comment in public] == before


def test_a_public_text_whose_edit_waits_is_not_rejected_unseen(mal, public, remy):
    edit_comment(factories.fresh(public[0]), "You idiot, as an edit.")
    job = start_redecide_public(mal, user=remy, reject=True, **SAID)
    work()
    assert factories.fresh(public[0]).status == "published"
    assert "An edit" in job.lines.get(comment=public[0]).detail


def test_undo_holds_again_with_the_old_clauses_and_reopens_the_items(mal, waiting, remy):
    old = ReviewItem.objects.get(comment=waiting[0])
    job = start_reject_waiting(mal, user=remy, **SAID)
    work()
    assert not ReviewItem.objects.filter(closed_at=None).exists()
    undo = start_undo(job, user=remy)
    work()
    assert statuses(waiting) == ["held"] * 4
    item = ReviewItem.objects.get(comment=waiting[0], closed_at=None)
    assert (item.clauses, item.priority) == (old.clauses, old.priority)
    assert factories.fresh(waiting[0]).decision.clauses == old.clauses
    assert results(undo) == ["decided"] * 4


def test_undo_leaves_what_came_after_alone(mal, waiting, remy, rosa):
    job = start_reject_waiting(mal, user=remy, **SAID)
    work()
    factories.decide(waiting[0], rosa, Outcome.PUBLISH)
    Comment.objects.filter(pk=waiting[1].pk).update(status="erased")
    undo = start_undo(job, user=remy)
    work()
    assert statuses(waiting) == ["published", "erased", "held", "held"]
    assert results(undo) == ["refused", "refused", "decided", "decided"]


def test_a_job_is_undone_once_and_an_undo_not_at_all(mal, waiting, remy):
    job = start_reject_waiting(mal, user=remy, **SAID)
    work()
    undo = start_undo(job, user=remy)
    work()
    undo.refresh_from_db()
    for done in (job, undo):
        with pytest.raises(JobUndone):
            start_undo(done, user=remy)


def test_what_its_author_took_back_meanwhile_is_left(mal, waiting, remy):
    start_reject_waiting(mal, user=remy, **SAID)
    withdraw_comment(factories.fresh(waiting[0]))
    work()
    assert statuses(waiting) == ["withdrawn", *["rejected"] * 3]


@pytest.mark.parametrize("role", ["moderator", "policy_editor", "auditor", "reader_support"])
def test_who_is_no_senior_starts_stops_and_undoes_nothing(article, mal, remy, role):
    user = factories.make_moderator(article.site, "sue", role)
    job = start_reject_waiting(mal, user=remy, **SAID)
    with pytest.raises(NotAllowed):
        start_reject_waiting(mal, user=user, **SAID)
    with pytest.raises(NotAllowed):
        start_redecide_public(mal, user=user)
    if role != "policy_editor":
        with pytest.raises(NotAllowed):
            stop_job(job, user=user)
    stop_job(job, user=remy)
    with pytest.raises(NotAllowed):
        start_undo(job, user=user)


def test_a_senior_of_another_site_starts_nothing_here(mal):
    site = factories.make_site("Foreign Times")
    user = factories.make_moderator(site, "ria", Membership.Role.SENIOR_MODERATOR)
    with pytest.raises(NotAllowed):
        start_reject_waiting(mal, user=user, **SAID)


@pytest.mark.parametrize(
    "said, refusal",
    [
        ({"clause": "", "reasoning": "Abuse."}, ReasonRequired),
        ({"clause": "hateful-language", "reasoning": " "}, ReasonRequired),
        ({"clause": "no-such", "reasoning": "Abuse."}, UnknownClause),
    ],
    ids=str,
)
def test_nothing_is_rejected_without_clause_and_reasoning(mal, remy, said, refusal):
    with pytest.raises(refusal):
        start_reject_waiting(mal, user=remy, **said)
    with pytest.raises(refusal):
        start_redecide_public(mal, user=remy, reject=True, **said)
    assert not Job.objects.exists()


def test_an_author_without_comments_has_a_job_that_ends_at_once(mal, remy):
    job = start_reject_waiting(mal, user=remy, **SAID)
    work()
    job.refresh_from_db()
    assert (job.state, job.total, job.done) == ("done", 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_job_and_a_moderator_at_once_make_one_effective_ruling_each(
    article, mal, waiting, remy, rosa
):
    start_reject_waiting(mal, user=remy, **SAID)

    def moderate():
        try:
            return factories.decide(waiting[1], rosa, Outcome.PUBLISH)
        except Exception as refused:  # whoever is late is told, and changes nothing
            return refused

    at_once(work, moderate)
    work()
    for comment in waiting:
        standing = Decision.objects.filter(comment=comment, superseded_by=None)
        assert standing.get() == factories.fresh(comment).decision
    assert statuses(waiting)[0] == "rejected"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_decide_each_comment_once(article, mal, waiting, remy):
    job = start_reject_waiting(mal, user=remy, **SAID)
    at_once(work, work)
    work()
    assert statuses(waiting) == ["rejected"] * 4
    assert Decision.objects.filter(actor=remy).count() == 4
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 4)


@pytest.mark.django_db(transaction=True)
def test_of_two_undos_at_once_one_is_begun(mal, waiting, remy):
    job = start_reject_waiting(mal, user=remy, **SAID)
    work()

    def undo():
        try:
            return start_undo(job, user=remy)
        except JobUndone:
            return None

    begun = at_once(undo, undo)
    assert begun.count(None) == 1


@pytest.mark.django_db(transaction=True)
def test_a_report_at_the_moment_of_an_undo_keeps_its_place_in_the_queue(public, mal, remy):
    job = start_redecide_public(mal, user=remy)
    work()
    start_undo(job, user=remy)
    reported = factories.fresh(public[0])
    ben = factories.author_at(reported.site, "Ben")
    at_once(work, partial(report_comment, reported, reporter=ben, reason="other"))
    item = ReviewItem.objects.get(comment=reported, closed_at=None)
    assert "reported" in item.reasons
