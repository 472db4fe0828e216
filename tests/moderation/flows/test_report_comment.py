"""Readers report comments: a person is asked to look, and only a policy can say more."""

import pytest

from articles.models import AuditEvent, OutboxEvent
from discussion.errors import AuthorBanned, CommentGone, OwnComment
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Author, Decision, Statement
from discussion.verification import ledger_faults
from moderation.complaints.reports import TRUSTED_FROM, weight_of
from moderation.errors import UnknownReason, UnreadableWords
from moderation.flows.replay_decisions import Replay, replay_decisions
from moderation.flows.report_comment import report_comment
from moderation.flows.request_change import request_change
from moderation.models import Report, ReviewItem, Signal
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

AFTER_THREE = {"attribute": "trusted_reports", "hold_at": 0.75}


def policy_with(*rules):
    """The usual policy, its first clause with these rules as well."""
    first, *others = factories.POLICY["clauses"]
    return {
        **factories.POLICY,
        "clauses": [{**first, "rules": [*first["rules"], *rules]}, *others],
    }


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def comment(article):
    return factories.published(article, author="Mal")


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


def report(comment, name="Ben", reason="hateful-language", text=""):
    reporter = factories.author_at(comment.site, name)
    return report_comment(factories.fresh(comment), reporter=reporter, reason=reason, text=text)


def trusted(comment, name):
    """A reader of the comment's site whose three earlier reports were all right."""
    rosa = factories.make_moderator(comment.site, f"rosa-of-{name}")
    for number in range(3):
        other = factories.published(comment.article, f"Rude {number}, {name}.", author="Eve")
        report(other, name)
        factories.decide(other, rosa, Outcome.REJECT)
    return name


class TestReporting:
    def test_it_asks_a_person_to_look_and_changes_nothing_else(self, comment):
        made, created = report(comment, text="Look at the second line.")
        assert created
        assert (made.reason, made.text, made.weight) == (
            "hateful-language",
            "Look at the second line.",
            0.5,
        )
        item = ReviewItem.objects.get(comment=comment, closed_at=None)
        assert (item.reasons, item.clauses, item.reports) == (["reported"], ["hateful-language"], 1)
        after = factories.fresh(comment)
        assert (after.status, after.version) == ("published", comment.version)

    def test_it_is_audited_and_told_without_the_text(self, comment):
        made, _ = report(comment, text="secret words")
        event = AuditEvent.objects.get(kind="comment.reported")
        told = OutboxEvent.objects.get(kind="comment.reported")
        assert event.data == {"report": str(made.public_id), "reason": "hateful-language"}
        assert told.payload["comment_id"] == str(comment.public_id)
        assert "secret words" not in f"{event.data}{told.payload}"
        assert list(ledger_faults()) == []

    def test_a_second_one_of_the_same_reader_is_the_first(self, comment):
        first, _ = report(comment)
        again, created = report(comment, reason="other", text="More.")
        assert not created
        assert (again.pk, again.reason, again.text) == (first.pk, "hateful-language", "")
        assert AuditEvent.objects.filter(kind="comment.reported").count() == 1

    def test_reports_of_several_readers_join_one_item(self, comment):
        report(comment, "Ben")
        report(comment, "Ida", reason="illegal-content")
        report(comment, "Jon", reason="other")
        item = ReviewItem.objects.get(comment=comment, closed_at=None)
        assert (item.clauses, item.reports) == (["hateful-language", "illegal-content"], 3)

    def test_it_joins_what_is_open_already(self, article):
        article.moderation = "post"
        article.save(update_fields=["moderation"])
        rude = factories.published(article, "You idiot.", author="Mal")
        report(rude, reason="other")
        item = ReviewItem.objects.get(comment=rude, closed_at=None)
        assert item.reasons == ["reported"]
        assert item.clauses == ["hateful-language", "illegal-content"]


class TestRefusals:
    def test_nobody_reports_their_own(self, comment):
        with pytest.raises(OwnComment):
            report(comment, "Mal")

    def test_who_may_not_write_does_not_report(self, comment):
        ben = factories.make_author(comment.site, "Ben", restriction="banned")
        with pytest.raises(AuthorBanned):
            report_comment(comment, reporter=ben, reason="other")

    def test_an_author_whose_comments_are_held_may_report(self, comment):
        factories.make_author(comment.site, "Ben", restriction="always_hold")
        assert report(comment, "Ben")[1]

    def test_only_what_is_public_is_reported(self, article, comment):
        held = factories.held(article, author="Eve")
        withdraw_comment(comment)
        for gone in (held, comment):
            with pytest.raises(CommentGone):
                report(gone)
        assert not Report.objects.exists()

    @pytest.mark.parametrize("reason", ["", "boring", "Hateful language"])
    def test_a_reason_is_a_clause_of_the_policy_or_other(self, comment, reason):
        with pytest.raises(UnknownReason):
            report(comment, reason=reason)

    def test_words_that_cannot_be_shown_are_refused(self, comment):
        with pytest.raises(UnreadableWords):
            report(comment, text="a\x07b")


class TestWeight:
    def test_a_newcomer_counts_half(self, comment):
        assert weight_of(factories.author_at(comment.site, "Ben")) == 0.5

    def test_it_follows_how_often_the_reader_was_right(self, article, rosa):
        outcomes = [Outcome.REJECT, Outcome.PUBLISH, Outcome.REJECT]
        for number, outcome in enumerate(outcomes):
            comment = factories.published(article, f"Number {number}.", author="Mal")
            report(comment, "Ben")
            factories.decide(comment, rosa, outcome)
        assert weight_of(Author.objects.get(subject="ben")) == 3 / 5

    def test_what_is_not_settled_counts_for_nothing(self, article):
        for number in range(4):
            report(factories.published(article, f"Number {number}.", author="Mal"))
        assert weight_of(Author.objects.get(subject="ben")) == 0.5

    def test_it_takes_three_right_ones_to_be_trusted(self, comment):
        trusted(comment, "Ben")
        ben = Author.objects.get(subject="ben")
        assert weight_of(ben) == TRUSTED_FROM
        last = Report.objects.filter(reporter=ben).latest("id")
        assert last.weight < TRUSTED_FROM

    def test_it_costs_one_query(self, comment, django_assert_num_queries):
        ben = factories.author_at(comment.site, "Ben")
        with django_assert_num_queries(1):
            weight_of(ben)


class TestTrustedReports:
    @pytest.fixture
    def article(self):
        return factories.make_article(factories.make_site(document=policy_with(AFTER_THREE)))

    def test_the_third_one_lets_the_machine_hold_the_comment(self, comment):
        readers = [trusted(comment, name) for name in ("Ben", "Ida", "Jon")]
        for name in readers[:2]:
            report(comment, name)
        assert factories.fresh(comment).status == "published"
        report(comment, readers[2])
        after = factories.fresh(comment)
        assert (after.status, after.decision.actor_kind) == ("held", "machine")
        assert after.decision.clauses == ["hateful-language"]
        item = ReviewItem.objects.get(comment=comment, closed_at=None)
        assert (item.reasons, item.reports) == (["reported"], 3)

    def test_its_author_is_told_that_readers_reported_it(self, comment):
        for name in ("Ben", "Ida", "Jon"):
            report(comment, trusted(comment, name))
        facts = Statement.objects.get(decision=factories.fresh(comment).decision).facts
        assert facts["clauses"][0]["id"] == "hateful-language"
        assert facts["reasoning"].startswith("Readers reported this comment")
        assert facts["decided_by"] == "machine"

    def test_the_new_ruling_is_made_from_stored_signals_and_can_be_replayed(self, comment):
        for name in ("Ben", "Ida", "Jon"):
            report(comment, trusted(comment, name))
        decision = factories.fresh(comment).decision
        before = decision.supersedes
        [reported] = Signal.objects.filter(decision=decision, producer="readers")
        assert (reported.attribute, reported.value) == ("trusted_reports", 0.75)
        copied = decision.signals.exclude(producer="readers").values_list("attribute", "value")
        assert set(copied) == set(before.signals.values_list("attribute", "value"))
        assert (decision.score, decision.scorer) == (before.score, before.scorer)
        replay = Replay()
        assert list(replay_decisions(comment.site, replay)) == []
        assert replay.compared == Decision.objects.filter(actor_kind="machine").count()
        assert list(ledger_faults()) == []

    def test_any_number_of_newcomers_hides_nothing(self, comment):
        for number in range(20):
            report(comment, f"Sock {number}")
        assert factories.fresh(comment).status == "published"
        assert ReviewItem.objects.get(comment=comment, closed_at=None).reports == 20

    def test_what_a_person_published_stays(self, comment, rosa):
        report(comment, "Eve")
        factories.decide(comment, rosa, Outcome.PUBLISH)
        for name in ("Ben", "Ida", "Jon"):
            report(comment, trusted(comment, name))
        assert factories.fresh(comment).status == "published"
        assert ReviewItem.objects.get(comment=comment, closed_at=None).reports == 3

    def test_post_moderation_leaves_it_on_the_page(self, comment):
        comment.article.moderation = "post"
        comment.article.save(update_fields=["moderation"])
        for name in ("Ben", "Ida", "Jon"):
            report(comment, trusted(comment, name))
        assert factories.fresh(comment).status == "published"

    def test_a_fourth_reader_is_too_late(self, comment):
        for name in ("Ben", "Ida", "Jon"):
            report(comment, trusted(comment, name))
        with pytest.raises(CommentGone):
            report(comment, "Kim")

    @pytest.mark.parametrize("judged", [False, True], ids=["pending", "held"])
    def test_while_an_edit_waits_a_person_is_asked_instead(self, comment, judged):
        for name in ("Ben", "Ida"):
            report(comment, trusted(comment, name))
        jon = trusted(comment, "Jon")
        edit_comment(factories.fresh(comment), "You idiot.")
        if judged:
            factories.screen()
        report(comment, jon)
        item = ReviewItem.objects.get(comment=comment, closed_at=None)
        assert factories.fresh(comment).status == "published"
        assert (item.reports, "reported" in item.reasons) == (3, True)
        assert list(ledger_faults()) == []


def test_what_is_asked_about_is_the_text_that_a_ruling_is_about(comment, rosa):
    edit_comment(factories.fresh(comment), "You idiot.")
    factories.screen()
    asked = factories.fresh(comment)
    request_change(asked, seen_version=asked.version, moderator=rosa, words="Please change it.")
    report(comment)
    item = ReviewItem.objects.get(comment=comment, closed_at=None)
    assert item.revision == factories.decide(comment, rosa, Outcome.REJECT).revision
    assert ReviewItem.objects.get(comment=comment, closed_at=None).revision == asked.public_revision


def test_without_a_rule_trusted_reports_hide_nothing(comment):
    for name in ("Ben", "Ida", "Jon", "Kim"):
        report(comment, trusted(comment, name))
    assert factories.fresh(comment).status == "published"
    assert not Signal.objects.filter(attribute="trusted_reports").exists()


def test_a_policy_may_ask_for_it_although_no_scorer_gives_it(article):
    site = factories.make_site("Evening Post", document=policy_with(AFTER_THREE))
    friendly = factories.published(factories.make_article(site))
    assert friendly.status == "published"


def test_a_report_costs_the_same_queries_for_any_number_of_them(
    comment, django_assert_max_num_queries
):
    for number in range(10):
        report(comment, f"Sock {number}")
    kim = factories.author_at(comment.site, "Kim")
    fresh = factories.fresh(comment)
    with django_assert_max_num_queries(QUERIES):
        report_comment(fresh, reporter=kim, reason="other")


QUERIES = 24
