"""Judging again: what waits is decided anew by the machine, what is public only proposed."""

import copy
import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from discussion.errors import StaleComment
from discussion.flows.edit_comment import edit_comment
from discussion.models import Comment, Decision
from moderation import worker
from moderation.errors import NotAllowed, ProposalSettled
from moderation.flows.answer_proposal import accept_proposal, dismiss_proposal
from moderation.flows.run_jobs import run_jobs
from moderation.flows.start_job import start_rejudge, start_undo
from moderation.judge import Judge
from moderation.models import Job, JobLine, Membership, Report, ReviewItem, Screening, Signal
from moderation.policy.types import Outcome
from moderation.scoring.base import ScorerUnavailable
from tests import factories
from tests.services.at_once import at_once
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db

MILD = Judge(StubScorer("blockhead"), ())  # to this one, "idiot" is a word like any other
STRICT = Judge(StubScorer("point"), ())


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


def order(article, user, *, waiting=False, published=False, since=None):
    return start_rejudge(article.site, user=user, waiting=waiting, published=published, since=since)


def work(judge, times=20):
    for _ in range(times):
        if not run_jobs(lambda: judge, worker="test:1"):
            return
    raise AssertionError("the job does not end")


def replayed(article):
    """Raises CommandError where a stored decision cannot be repeated."""
    call_command("replay", site=article.site.slug, stdout=(out := io.StringIO()))
    return out.getvalue()


def softer(article):
    """A policy under which `idiot` is no reason any more comes into force."""
    document = copy.deepcopy(article.site.policy.document)
    for clause in document["clauses"]:
        for rule in clause["rules"]:
            rule["hold_at"] = 1.0
    publish_policy(draft_policy(article.site, document), actor="operator:test")


def test_what_waits_is_published_when_the_new_scorer_finds_nothing(article, remy):
    comment = factories.held(article)
    first = comment.decision
    job = order(article, remy, waiting=True)
    work(MILD)
    comment = factories.fresh(comment)
    assert (comment.status, comment.decision.actor_kind) == ("published", "machine")
    assert comment.decision.supersedes == first
    assert comment.decision.producers[0]["digest"] == MILD.scorer.producer.digest
    kept = dict(Signal.objects.filter(decision=comment.decision).values_list("attribute", "value"))
    assert (kept["toxicity"], kept["sanction"]) == (0.01, 0.0)
    assert not ReviewItem.objects.filter(closed_at=None).exists()
    assert Screening.objects.count() == 1  # the first judgement's
    assert job.lines.get().after == comment.decision
    assert "0 differ" in replayed(article)


def test_what_waits_is_decided_by_the_policy_of_now(article, remy):
    comment = factories.held(article)
    softer(article)
    order(article, remy, waiting=True)
    work(Judge(StubScorer(), ()))
    comment = factories.fresh(comment)
    assert (comment.status, comment.decision.policy.number) == ("published", 2)
    assert "2 decisions replayed, 0 differ" in replayed(article)


def test_where_the_verdict_is_the_same_nothing_is_written_and_the_item_keeps_its_age(article, remy):
    comment = factories.held(article)
    item = ReviewItem.objects.get()
    job = order(article, remy, waiting=True)
    work(Judge(StubScorer(), ()))
    assert factories.fresh(comment).version == comment.version
    assert ReviewItem.objects.get(closed_at=None) == item
    job.refresh_from_db()
    assert (job.state, job.done, job.lines.count()) == ("done", 1, 0)


def test_what_is_held_on_other_grounds_now_says_so_in_the_queue(article, remy):
    comment = factories.held(article)
    document = copy.deepcopy(article.site.policy.document)
    document["clauses"][0]["rules"][0]["hold_at"] = 1.0
    publish_policy(draft_policy(article.site, document), actor="operator:test")
    order(article, remy, waiting=True)
    work(Judge(StubScorer(), ()))
    item = ReviewItem.objects.get(closed_at=None)
    assert item.clauses == factories.fresh(comment).decision.clauses == ["illegal-content"]
    assert "0 differ" in replayed(article)


def test_a_persons_ruling_is_not_the_machines_to_change(article, remy, rosa):
    kept = factories.held(article)
    factories.decide(kept, rosa, Outcome.HOLD)
    job = order(article, remy, waiting=True)
    work(MILD)
    assert factories.fresh(kept).status == "held"
    assert job.lines.get().result == "refused"


def test_what_somebody_objects_to_is_left_to_a_person(article, remy):
    comment = factories.held(article)
    Report.objects.create(
        site=article.site,
        comment=comment,
        revision=comment.revisions.get(),
        reporter=factories.make_author(article.site, "Ben"),
        reason="other",
        weight=0.5,
    )
    order(article, remy, waiting=True)
    work(MILD)
    assert factories.fresh(comment).status == "held"


def test_who_is_sanctioned_stays_held_whatever_the_text(article, remy):
    comment = factories.held(article)
    comment.author.restriction = "always_hold"
    comment.author.save(update_fields=["restriction"])
    order(article, remy, waiting=True)
    work(MILD)
    decision = factories.fresh(comment).decision
    assert (decision.outcome, decision.reasons) == ("hold", ["sanction"])


def test_a_flood_that_was_seen_stays_one_when_its_traces_are_gone(article, remy):
    comment = factories.held(article)
    Signal.objects.filter(decision=comment.decision, attribute="flood").update(value=1.0)
    order(article, remy, waiting=True)
    work(MILD)
    assert factories.fresh(comment).decision.reasons == ["flood"]


def test_an_edit_that_waits_takes_the_place_of_the_public_text(article, remy):
    comment = factories.published(article, author="Mal")
    edit_comment(comment, "You idiot, as an edit.")
    factories.screen()
    order(article, remy, waiting=True)
    work(MILD)
    assert factories.fresh(comment).public_revision.text == "You idiot, as an edit."


def test_nothing_that_is_public_changes_by_itself(article, remy):
    comment = factories.published(article)
    job = order(article, remy, published=True)
    work(STRICT)
    assert factories.fresh(comment).version == comment.version
    line = job.lines.get()
    assert (line.result, line.seen_version, line.before) == (
        "proposed",
        comment.version,
        comment.decision,
    )
    assert line.verdict == {
        "outcome": "hold",
        "clauses": ["hateful-language", "illegal-content"],
        "reasons": [],
        "score": 0.99,
    }


def test_what_would_stay_public_has_no_line(article, remy):
    factories.published(article)
    job = order(article, remy, published=True)
    work(Judge(StubScorer(), ()))
    assert not job.lines.exists()


def test_circumstances_of_now_are_no_reason_against_what_is_public(article, remy):
    comment = factories.published(article)
    article.moderation, article.commenting = "pre", "closed"
    article.save(update_fields=["moderation", "commenting"])
    comment.author.restriction = "banned"
    comment.author.save(update_fields=["restriction"])
    job = order(article, remy, published=True)
    work(Judge(StubScorer(), ()))
    assert not job.lines.exists()


def test_what_a_person_published_is_not_asked_again_under_the_same_policy(article, remy, rosa):
    factories.decide(factories.held(article), rosa, Outcome.PUBLISH)
    same = order(article, remy, published=True)
    work(Judge(StubScorer(), ()))
    assert [line.result for line in same.lines.all()] == ["refused"]
    publish_policy(draft_policy(article.site, article.site.policy.document), actor="operator:test")
    anew = order(article, remy, published=True)
    work(Judge(StubScorer(), ()))
    assert [line.result for line in anew.lines.all()] == ["proposed"]


@pytest.fixture
def proposal(article, remy):
    comment = factories.published(article)
    job = order(article, remy, published=True)
    work(STRICT)
    assert comment.version
    return job.lines.get()


def test_an_accepted_proposal_is_the_persons_ruling_and_enters_the_queue(proposal, remy):
    accept_proposal(proposal, user=remy)
    comment = factories.fresh(proposal.comment)
    assert (comment.status, comment.decision.actor) == ("held", remy)
    assert comment.decision.clauses == ["hateful-language"]
    assert ReviewItem.objects.filter(comment=comment, closed_at=None).exists()
    assert (proposal.result, proposal.after) == ("accepted", comment.decision)


def test_a_proposal_to_reject_is_accepted_in_the_clauses_words(proposal, remy):
    proposal.verdict["outcome"] = "reject"
    proposal.save(update_fields=["verdict"])
    accept_proposal(proposal, user=remy)
    comment = factories.fresh(proposal.comment)
    assert comment.status == "rejected"
    assert "Hateful language" in comment.decision.text.reasoning


def test_a_dismissed_proposal_leaves_the_comment_as_it_is(proposal, remy):
    dismiss_proposal(proposal, user=remy)
    assert factories.fresh(proposal.comment).status == "published"
    assert proposal.result == "dismissed"
    for answer in (accept_proposal, dismiss_proposal):
        with pytest.raises(ProposalSettled):
            answer(proposal, user=remy)
    assert factories.fresh(proposal.comment).status == "published"


def test_a_line_that_proposes_nothing_is_neither_accepted_nor_dismissed(article, remy):
    factories.held(article)
    job = order(article, remy, waiting=True)
    work(MILD)
    line = job.lines.get()
    for answer in (accept_proposal, dismiss_proposal):
        with pytest.raises(ProposalSettled):
            answer(line, user=remy)


def test_a_proposal_about_a_text_that_moved_on_changes_nothing(proposal, remy, rosa):
    factories.decide(proposal.comment, rosa, Outcome.PUBLISH)
    with pytest.raises(StaleComment):
        accept_proposal(proposal, user=remy)
    proposal.refresh_from_db()
    assert (proposal.result, factories.fresh(proposal.comment).status) == ("refused", "published")


def test_a_moderator_and_a_policy_editor_answer_no_proposal(article, proposal, rosa):
    editor = factories.make_moderator(article.site, "pat", Membership.Role.POLICY_EDITOR)
    for user in (rosa, editor):
        with pytest.raises(NotAllowed):
            accept_proposal(proposal, user=user)
        with pytest.raises(NotAllowed):
            dismiss_proposal(proposal, user=user)


def test_undo_takes_back_what_the_machine_published_and_what_somebody_accepted(article, remy):
    held, public = factories.held(article), factories.published(article)
    job = order(article, remy, waiting=True)
    work(MILD)
    proposals = order(article, remy, published=True)
    work(STRICT)
    accept_proposal(proposals.lines.get(comment=public), user=remy)
    start_undo(job, user=remy)
    start_undo(proposals, user=remy)
    work(MILD)
    assert factories.fresh(held).status == "held"
    assert ReviewItem.objects.filter(comment=held, closed_at=None).exists()
    assert factories.fresh(public).status == "published"


def test_only_what_was_written_since_is_judged(article, remy):
    old, new = factories.held(article), factories.held(article, author="Mal again")
    Comment.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=3))
    order(article, remy, waiting=True, since=timezone.now() - timedelta(days=1))
    work(MILD)
    assert [factories.fresh(comment).status for comment in (old, new)] == ["held", "published"]


def test_another_sites_comments_are_not_touched(article, remy):
    foreign = factories.held(factories.make_article(factories.make_site("Foreign Times")))
    order(article, remy, waiting=True, published=True)
    work(MILD)
    assert factories.fresh(foreign).status == "held"


@pytest.mark.parametrize("role", ["moderator", "auditor", "reader_support"])
def test_who_may_not_run_jobs_does_not_judge_again(article, role):
    user = factories.make_moderator(article.site, "sue", role)
    with pytest.raises(NotAllowed):
        order(article, user, waiting=True)


class Dies(StubScorer):
    """Ends its process at the word `deadly`, as the kernel would."""

    class Ended(BaseException):
        pass

    reads = 0

    def score(self, texts):
        if any("deadly" in text for text in texts):
            self.reads += 1
            raise self.Ended
        return super().score(texts)


def test_a_text_that_ends_its_worker_is_tried_three_times_and_then_left_to_a_person(article, remy):
    deadly = factories.make_comment(article, "You idiot, deadly.", author="Mal")
    other = factories.make_comment(article, "You idiot, later.", author="Mal")
    factories.screen()
    scorer = Dies("blockhead")
    job = order(article, remy, waiting=True)
    for _ in range(3):
        with pytest.raises(Dies.Ended):
            run_jobs(lambda: Judge(scorer, ()), worker="test:1")
    work(Judge(scorer, ()))
    assert scorer.reads == 3
    assert factories.fresh(deadly).status == "held"
    assert factories.fresh(other).status == "published"
    assert "in vain" in job.lines.get(comment=deadly).detail


def test_a_text_that_was_given_up_before_has_one_more_try(article, remy):
    deadly = factories.make_comment(article, "You idiot, deadly.", author="Mal")
    factories.screen()
    Screening.objects.filter(revision__comment=deadly).update(attempts=4)
    scorer = Dies("blockhead")
    order(article, remy, waiting=True)
    with pytest.raises(Dies.Ended):
        run_jobs(lambda: Judge(scorer, ()), worker="test:1")
    work(Judge(scorer, ()))
    assert scorer.reads == 1


def test_without_a_model_the_job_waits_and_goes_on_later(article, remy):
    comment = factories.held(article)
    order(article, remy, waiting=True)

    def no_model():
        raise ScorerUnavailable("no weights")

    for _ in range(3):
        with pytest.raises(ScorerUnavailable):
            run_jobs(no_model, worker="test:1")
    work(MILD)
    assert factories.fresh(comment).status == "published"


def test_a_text_whose_reading_fails_holds_up_no_other(article, remy):
    class Breaks(StubScorer):
        def score(self, texts):
            if any("broken" in text for text in texts):
                raise RuntimeError("broken")
            return super().score(texts)

    broken = factories.make_comment(article, "You idiot, broken.", author="Mal")
    other = factories.make_comment(article, "You idiot, fine.", author="Mal")
    factories.screen()
    job = order(article, remy, waiting=True)
    work(Judge(Breaks("blockhead"), ()))
    assert factories.fresh(broken).status == "held"
    assert factories.fresh(other).status == "published"
    assert job.lines.get(comment=broken).result == "refused"


@pytest.mark.django_db(transaction=True)
def test_a_moderator_at_the_same_moment_is_never_overwritten(article, remy, rosa):
    comments = [factories.held(article, author=f"Mal {number}") for number in range(4)]
    order(article, remy, waiting=True)

    def moderate():
        for comment in comments:
            try:
                factories.decide(comment, rosa, Outcome.REJECT)
            except StaleComment:
                continue

    at_once(lambda: work(MILD), moderate)
    for comment in comments:
        comment = factories.fresh(comment)
        ruled = Decision.objects.filter(comment=comment, actor=rosa).exists()
        assert comment.status == ("rejected" if ruled else "published")
    assert "0 differ" in replayed(article)


def test_the_command_runs_here_when_told_to(article, remy, monkeypatch):
    monkeypatch.setattr(worker, "_judge", MILD)
    comment = factories.held(article)
    call_command("rejudge", site=article.site.slug, now=True, stdout=(out := io.StringIO()))
    assert factories.fresh(comment).status == "published"
    assert "1 of 1 judged again: 1 decided anew" in out.getvalue()


def test_the_command_else_leaves_it_to_the_workers(article, remy):
    comment = factories.held(article)
    call_command(
        "rejudge",
        "--site",
        article.site.slug,
        "--waiting",
        "--since",
        "2020-01-01",
        stdout=io.StringIO(),
    )
    job = Job.objects.get()
    assert (job.state, job.params["published"], job.started_by) == ("waiting", False, remy)
    assert factories.fresh(comment).status == "held"


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--site", "nowhere"], "no site"),
        (["--site", "the-daily-ledger", "--by", "nobody"], "no member"),
        (["--site", "the-daily-ledger", "--by", "rosa"], "role"),
        (["--site", "the-daily-ledger"], "Nobody"),
    ],
)
def test_the_command_says_what_is_wrong(article, rosa, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("rejudge", *arguments)
    assert not JobLine.objects.exists()
