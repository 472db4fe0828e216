"""Two at once about one comment: reports, notices, appeals, and what is decided meanwhile.

RACE_ROUNDS sets how often each pair runs.
"""

import os
from functools import partial
from hashlib import sha256

import pytest

from articles.errors import DomainError
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Decision
from discussion.verification import ledger_faults
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.open_appeal import open_appeal
from moderation.flows.report_comment import report_comment
from moderation.models import Appeal, Membership, Notice, Report, ReviewItem
from moderation.policy.types import Outcome
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(int(os.environ.get("RACE_ROUNDS", "3")))
SENIOR = Membership.Role.SENIOR_MODERATOR


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def rosa(site):
    return factories.make_moderator(site, "rosa", SENIOR)


@pytest.fixture
def seniors(site, rosa):
    return [factories.make_moderator(site, name, SENIOR) for name in ("remy", "otto")]


def attempt(act):
    """The code of the refusal, or "" where there was none."""
    try:
        act()
    except DomainError as refusal:
        return refusal.code
    return ""


def both(*acts):
    return at_once(*(partial(attempt, act) for act in acts))


def shown(site, number):
    """A public comment; by another author in other words each time, so that none is a flood."""
    article = factories.make_article(site, f"Day {number}")
    words = sha256(str(number).encode()).hexdigest()
    comment = factories.published(article, f"A point: {words}", author=f"Mal {number}")
    assert comment.status == "published"
    return comment


def appealed(site, rosa, number):
    comment = factories.held(factories.make_article(site, f"Day {number}"))
    return comment, open_appeal(factories.fresh(comment), author=comment.author, words="Why?")


def report(comment, name):
    reporter = factories.author_at(comment.site, name)
    return lambda: report_comment(factories.fresh(comment), reporter=reporter, reason="other")


def ruling(comment, moderator, outcome):
    return lambda: factories.decide(comment, moderator, outcome)


def answer(appeal, moderator, *, overturn):
    return lambda: decide_appeal(
        Appeal.objects.get(pk=appeal.pk),
        moderator=moderator,
        overturn=overturn,
        reasoning="I looked at it anew.",
    )


def open_items(comment):
    return ReviewItem.objects.filter(comment=comment, closed_at=None).count()


def test_of_two_who_decide_an_appeal_one_does(site, rosa, seniors):
    for number in ROUNDS:
        comment, appeal = appealed(site, rosa, number)
        remy, otto = seniors
        refusals = both(answer(appeal, remy, overturn=True), answer(appeal, otto, overturn=False))
        assert sorted(refusals) == ["", "appeal-settled"]
        appeal.refresh_from_db()
        overturned = refusals[0] == ""
        assert appeal.state == ("overturned" if overturned else "upheld")
        assert factories.fresh(comment).status == ("published" if overturned else "held")
    assert list(ledger_faults()) == []


def test_an_appeal_is_opened_once(site, rosa):
    for number in ROUNDS:
        comment = factories.held(factories.make_article(site, f"Day {number}"))
        act = partial(open_appeal, comment, author=comment.author, words="Why?")
        assert sorted(both(act, act)) == ["", "appeal-exists"]
    assert Appeal.objects.count() == len(ROUNDS)
    assert list(ledger_faults()) == []


def test_an_answer_and_a_withdrawal_leave_one_outcome(site, rosa, seniors):
    for number in ROUNDS:
        comment, appeal = appealed(site, rosa, number)
        refusals = both(
            answer(appeal, seniors[0], overturn=True),
            lambda comment=comment: withdraw_comment(factories.fresh(comment)),
        )
        appeal.refresh_from_db()
        after = factories.fresh(comment)
        assert refusals.count("") >= 1
        assert (appeal.state, after.status) in {
            ("moot", "withdrawn"),
            ("overturned", "withdrawn"),  # answered, and withdrawn then
            ("overturned", "published"),  # the withdrawal came too late: 412
        }
        assert appeal.state != "open"
    assert list(ledger_faults()) == []


def test_an_appeal_and_a_withdrawal_leave_nothing_open(site, rosa):
    for number in ROUNDS:
        comment = factories.held(factories.make_article(site, f"Day {number}"))
        both(
            lambda comment=comment: open_appeal(comment, author=comment.author, words="Why?"),
            lambda comment=comment: withdraw_comment(factories.fresh(comment)),
        )
        gone = factories.fresh(comment).status == "withdrawn"
        assert not (gone and Appeal.objects.filter(comment=comment, state="open").exists())
    assert list(ledger_faults()) == []


def test_an_answer_and_a_ruling_are_not_both_in_force(site, rosa, seniors):
    for number in ROUNDS:
        comment, appeal = appealed(site, rosa, number)
        both(
            answer(appeal, seniors[0], overturn=True),
            ruling(comment, rosa, Outcome.REJECT),
        )
        appeal.refresh_from_db()
        after = factories.fresh(comment)
        assert appeal.state in {"moot", "overturned"}
        standing = Decision.objects.filter(comment=comment, superseded_by=None)
        assert [after.decision] == list(standing)
    assert list(ledger_faults()) == []


def test_a_report_and_a_ruling_leave_no_report_forgotten(site, rosa):
    for number in ROUNDS:
        comment = shown(site, number)
        both(report(comment, "Ben"), ruling(comment, rosa, Outcome.PUBLISH))
        made = Report.objects.filter(comment=comment).first()
        if made is not None:
            # Answered by the ruling, or somebody is asked about it still.
            assert (made.upheld is None) == (open_items(comment) == 1)
    assert list(ledger_faults()) == []


def test_readers_at_once_join_one_item_that_counts_them_all(site):
    names = ["Ben", "Ida", "Jon", "Kim"]
    for number in ROUNDS:
        comment = shown(site, number)
        assert both(*(report(comment, name) for name in names)) == [""] * len(names)
        assert ReviewItem.objects.get(comment=comment, closed_at=None).reports == len(names)
    assert list(ledger_faults()) == []


def test_a_reader_who_clicks_twice_reports_once(site):
    for number in ROUNDS:
        comment = shown(site, number)
        act = report(comment, "Ben")
        assert both(act, act, act) == ["", "", ""]
        assert Report.objects.filter(comment=comment).count() == 1


def test_a_notice_and_a_withdrawal_leave_no_notice_unanswered(site):
    for number in ROUNDS:
        comment = shown(site, number)
        both(
            lambda comment=comment: give_notice(
                comment, explanation="Against the law.", sender=Sender(), good_faith=True
            ),
            lambda comment=comment: withdraw_comment(factories.fresh(comment)),
        )
        after = factories.fresh(comment)
        waiting = Notice.objects.filter(comment=comment, settled_at=None).exists()
        assert waiting == (
            after.status == "published" and Notice.objects.filter(comment=comment).exists()
        )
        assert open_items(comment) == int(waiting)
    assert list(ledger_faults()) == []
