"""What came from elsewhere is judged afterwards: a person is asked, and nothing moves by itself."""

import io

import pytest
from django.core.management import call_command

from discussion.models import Comment, ImportedComment
from discussion.verification import ledger_faults
from moderation.flows.answer_proposal import accept_proposal
from moderation.flows.run_jobs import run_jobs
from moderation.flows.start_job import start_rejudge
from moderation.judge import Judge
from moderation.models import JobLine, Membership, ReviewItem, Screening, Signal
from tests import factories
from tests.import_sources import comment, moved_in, written
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db

STUB = Judge(StubScorer(), ())


@pytest.fixture
def site():
    return factories.make_site(domain="ledger.example")


@pytest.fixture
def remy(site):
    return factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def archive(site, tmp_path):
    rows = [
        comment("1"),
        comment("2", text="You idiot."),
        comment("3", status="held"),
        comment("4", status="held", text="You idiot."),
        comment("5", status="rejected"),
    ]
    moved_in(site, tmp_path, written(tmp_path / "a.jsonl", *rows))


def by_id():
    rows = ImportedComment.objects.select_related("comment__decision")
    return {row.source_id: row.comment for row in rows}


def judged(site, user, **wish):
    job = start_rejudge(site, user=user, **{"waiting": False, "published": False, **wish})
    while run_jobs(lambda: STUB, worker="test:1"):
        pass
    return job


def states():
    return {id_: (row.status, row.version, row.decision_id) for id_, row in by_id().items()}


def test_a_held_one_waits_in_the_queue_and_nothing_else_is_asked_or_judged(archive):
    waiting = {
        item.comment.imported_as.source_id: item.reasons for item in ReviewItem.objects.all()
    }
    assert waiting == {"3": ["imported"], "4": ["imported"]}
    assert not Screening.objects.exists()


def test_it_changes_no_state_and_lists_what_the_policy_would_change(site, remy, archive):
    before = states()
    job = judged(site, remy, imported=True)
    assert states() == before
    lines = {
        line.comment.imported_as.source_id: (line.result, line.verdict["outcome"])
        for line in job.lines.all()
    }
    assert lines == {"2": ("proposed", "hold"), "3": ("proposed", "publish")}
    assert list(ledger_faults()) == []
    call_command("replay", site=site.slug, stdout=(out := io.StringIO()))
    assert "0 decisions replayed, 0 differ" in out.getvalue()


def test_the_signals_are_kept_once_with_the_decision_that_was_taken_over(site, remy, archive):
    for _ in range(2):
        judged(site, remy, imported=True)
    comments = by_id()
    for id_, value in (("1", 0.01), ("2", 0.95)):
        found = Signal.objects.filter(decision=comments[id_].decision, attribute="toxicity")
        assert found.get().value == pytest.approx(value, abs=0.1)
    assert not Signal.objects.filter(decision=comments["5"].decision).exists()


def test_what_is_held_here_as_well_has_its_place_in_the_queue_by_what_was_found(
    site, remy, archive
):
    judged(site, remy, imported=True)
    item = ReviewItem.objects.get(comment=by_id()["4"])
    assert item.clauses[0] == "hateful-language"
    assert item.priority > 0.5


def test_a_person_accepts_and_only_then_it_moves(site, remy, archive):
    job = judged(site, remy, imported=True)
    for line in job.lines.order_by("comment_id"):
        accept_proposal(line, user=remy)
    comments = by_id()
    assert (comments["2"].status, comments["3"].status) == ("held", "published")
    assert comments["3"].decision.actor == remy
    assert list(ledger_faults()) == []


def test_judging_what_waits_leaves_to_a_person_what_was_held_elsewhere(site, remy, archive):
    before = states()
    job = judged(site, remy, waiting=True)
    assert states() == before
    assert {line.result for line in job.lines.all()} == {JobLine.Result.REFUSED}
    assert Comment.objects.filter(status="held").count() == 2
