"""What reports and notices are answered by: the latest of what people decided, and nothing else."""

import pytest

from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Decision
from moderation.complaints.settling import settle_complaints
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.report_comment import report_comment
from moderation.flows.request_change import request_change
from moderation.flows.undo_decision import undo_decision
from moderation.models import Notice, Report, ReviewItem
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def comment(article):
    """A public comment that Ben reported and somebody gave notice of."""
    comment = factories.published(article, author="Mal")
    report(comment)
    give_notice(
        comment,
        explanation="It is against the law.",
        sender=Sender("Ida", "ida@example.org"),
        good_faith=True,
    )
    return factories.fresh(comment)


def report(comment, name="Ben"):
    reporter = factories.author_at(comment.site, name)
    return report_comment(factories.fresh(comment), reporter=reporter, reason="other")[0]


def answers():
    """What the reports and the notices were answered, None where they were not."""
    return (
        list(Report.objects.order_by("id").values_list("upheld", flat=True)),
        list(Notice.objects.order_by("id").values_list("upheld", flat=True)),
    )


def is_asked(comment):
    return ReviewItem.objects.filter(comment=comment, closed_at=None).exists()


@pytest.mark.parametrize(
    ("outcome", "upheld"),
    [(Outcome.REJECT, True), (Outcome.PUBLISH, False), (Outcome.HOLD, None)],
    ids=str,
)
def test_a_persons_ruling_is_the_answer(comment, rosa, outcome, upheld):
    decision = factories.decide(comment, rosa, outcome)
    assert answers() == ([upheld], [upheld])
    settled = Notice.objects.get()
    assert settled.decision == (None if upheld is None else decision)
    assert (settled.settled_at is None) == (upheld is None)


def test_twice_is_once(comment, rosa):
    factories.decide(comment, rosa, Outcome.REJECT)
    Notice.objects.update(answer_sent_at="2026-01-01T00:00:00Z")
    before = Notice.objects.values().get(), Report.objects.values().get()
    settle_complaints(factories.fresh(comment))
    assert (Notice.objects.values().get(), Report.objects.values().get()) == before


def test_the_latest_ruling_counts_and_is_told_again(comment, rosa):
    factories.decide(comment, rosa, Outcome.REJECT)
    Notice.objects.update(answer_sent_at="2026-01-01T00:00:00Z", due_at=None)
    latest = factories.decide(comment, rosa, Outcome.PUBLISH)
    assert answers() == ([False], [False])
    notice = Notice.objects.get()
    assert (notice.decision, notice.answer_sent_at) == (latest, None)
    assert notice.due_at is not None


def test_an_undone_ruling_is_no_answer_and_somebody_is_asked_again(comment, rosa):
    decision = factories.decide(comment, rosa, Outcome.REJECT)
    decision.comment = factories.fresh(comment)
    undo_decision(decision, moderator=rosa)
    assert factories.fresh(comment).status == "published"
    assert answers() == ([None], [None])
    assert is_asked(comment)


def test_undoing_goes_back_to_the_answer_before(comment, rosa):
    factories.decide(comment, rosa, Outcome.PUBLISH)
    rejection = factories.decide(comment, rosa, Outcome.REJECT)
    rejection.comment = factories.fresh(comment)
    undo_decision(rejection, moderator=rosa)
    assert answers() == ([False], [False])


def test_a_report_after_a_ruling_waits_for_the_next_one(comment, rosa):
    factories.decide(comment, rosa, Outcome.PUBLISH)
    report(comment, "Ida")
    assert answers()[0] == [False, None]
    assert is_asked(comment)
    factories.decide(comment, rosa, Outcome.REJECT)
    assert answers()[0] == [True, True]


def test_a_withdrawn_comment_answers_notices_and_says_nothing_of_readers(comment):
    withdraw_comment(comment)
    assert answers() == ([None], [False])
    notice = Notice.objects.get()
    assert notice.decision is None
    assert notice.due_at is not None
    assert not is_asked(comment)


def test_an_edit_that_the_machine_publishes_leaves_the_question_open(comment):
    edit_comment(comment, "A better text.")
    factories.screen()
    assert factories.fresh(comment).public_revision.text == "A better text."
    assert answers() == ([None], [None])
    item = ReviewItem.objects.get(comment=comment, closed_at=None)
    assert item.reasons == ["notice", "reported"]


def test_the_text_in_its_place_answers_for_a_replaced_one(comment, rosa):
    edit_comment(comment, "A better text.")
    factories.screen()
    factories.decide(comment, rosa, Outcome.REJECT)
    assert answers() == ([True], [True])


def test_ruling_on_an_edit_is_no_answer_about_the_text_that_stays(comment, rosa):
    edit_comment(comment, "You idiot.")
    factories.screen()
    factories.decide(comment, rosa, Outcome.REJECT)
    assert factories.fresh(comment).status == "published"
    assert answers() == ([None], [None])
    assert is_asked(comment)
    factories.decide(comment, rosa, Outcome.PUBLISH)
    assert answers() == ([False], [False])


def test_an_edit_that_the_machine_holds_takes_no_complaint_from_the_queue(comment):
    edit_comment(comment, "You idiot.")
    factories.screen()
    item = ReviewItem.objects.get(comment=comment, closed_at=None)
    assert item.reasons == ["notice", "reported"]
    assert item.priority == 1.0
    assert item.revision.text == "You idiot."


@pytest.mark.parametrize("words", ["You idiot.", "Better said."])
def test_a_request_for_a_change_leaves_the_question_about_the_text_that_stays(comment, rosa, words):
    edit_comment(comment, "You idiot.")
    factories.screen()
    asked = factories.fresh(comment)
    request_change(asked, seen_version=asked.version, moderator=rosa, words="Please change it.")
    assert is_asked(comment)
    edit_comment(factories.fresh(comment), words)
    factories.screen()
    assert factories.fresh(comment).status == "published"
    item = ReviewItem.objects.get(comment=comment, closed_at=None)
    assert {"notice", "reported"} < set(item.reasons)
    assert answers() == ([None], [None])


def test_holding_an_edit_leaves_the_question_about_the_text_that_stays(comment, rosa):
    edit_comment(comment, "You idiot.")
    factories.screen()
    factories.decide(comment, rosa, Outcome.HOLD)
    item = ReviewItem.objects.get(comment=comment, closed_at=None)
    assert item.reasons == ["moderator", "notice", "reported"]


def test_what_a_machine_decides_is_no_answer_to_readers(comment):
    edit_comment(comment, "A better text.")
    factories.screen()
    last = Decision.objects.filter(comment=comment).latest("id")
    assert last.actor_kind == "machine"
    assert answers()[0] == [None]


def test_the_first_judgement_of_a_comment_asks_for_no_complaints(
    article, django_assert_max_num_queries
):
    comment = factories.make_comment(article)
    factories.screen()
    comment = factories.fresh(comment)
    with django_assert_max_num_queries(0):
        settle_complaints(comment)
