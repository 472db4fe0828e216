"""A worker at work: what is judged, what is held, what is tried again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from articles.models import OutboxEvent
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Author, Comment, Decision
from moderation.detectors.base import Finding, Material
from moderation.flows import screen_pending as screen_pending_module
from moderation.judge import Judge
from moderation.models import ReviewItem, Screening, Signal
from moderation.scoring.base import Producer, ScorerUnavailable
from tests import factories
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


def test_friendly_is_published_and_rude_is_held_with_clause_and_signals(article):
    friendly = factories.make_comment(article, "Thank you.")
    rude = factories.make_comment(article, "You idiot.")
    assert factories.screen() == 2
    assert factories.fresh(friendly).status == "published"
    held = factories.fresh(rude)
    assert (held.status, held.decision.clauses[0]) == ("held", "hateful-language")
    item = ReviewItem.objects.get(comment=rude)
    assert item.clauses == held.decision.clauses
    assert item.priority == 0.99
    kept = dict(Signal.objects.filter(decision=held.decision).values_list("attribute", "value"))
    assert kept["toxicity"] == 0.99
    assert {"severe_toxicity", "insult", "sanction"} <= kept.keys()


@pytest.mark.parametrize(
    "body", ["STUB:NAN", "STUB:INF", "STUB:-0.5", "STUB:1.5", "STUB:NO_LABEL", "STUB:BATCH_SHORT"]
)
def test_what_is_no_score_never_publishes(article, body):
    comment = factories.make_comment(article, f"{body} hello")
    factories.screen()
    held = factories.fresh(comment)
    assert (held.status, held.decision.reasons) == ("held", ["not-scored"])
    assert held.decision.score is None
    assert ReviewItem.objects.get(comment=comment).reasons == ["not-scored"]


def test_a_text_whose_judging_fails_is_held_after_exactly_three_attempts(article):
    poison = factories.make_comment(article, "STUB:RAISE hello")
    for _ in range(3):
        with pytest.raises(ScorerUnavailable):
            factories.screen()
        assert factories.fresh(poison).status == "pending"
        factories.end_leases()
    factories.screen()
    assert Screening.objects.get().attempts == 4
    held = factories.fresh(poison)
    assert (held.status, held.decision.reasons) == ("held", ["not-scored"])


def test_a_text_that_fails_harms_no_neighbour(article):
    factories.make_comment(article, "STUB:RAISE hello")
    others = [factories.make_comment(article, f"Fine, {number}.") for number in range(3)]
    for _ in range(3):
        with pytest.raises(ScorerUnavailable):
            factories.screen()
        factories.end_leases()
    factories.screen()
    assert {factories.fresh(comment).status for comment in others} == {"published"}


class BrokenDetector:
    attributes = ("links",)
    producer = Producer("links", "1", "")

    def __init__(self, *found: Finding) -> None:
        self.found = found

    def detect(self, material: object) -> list[Finding]:
        if not self.found:
            raise RuntimeError("broken")
        return list(self.found)


@pytest.mark.parametrize(
    "detector",
    [
        BrokenDetector(),
        BrokenDetector(Finding("links", float("nan"), BrokenDetector.producer)),
        BrokenDetector(Finding("other", 0.0, BrokenDetector.producer)),
    ],
)
def test_a_broken_detector_holds_too(article, detector):
    comment = factories.make_comment(article)
    factories.screen(Judge(StubScorer(), (detector,)))
    assert factories.fresh(comment).decision.reasons == ["not-scored"]


def test_a_comment_withdrawn_meanwhile_is_not_published(article):
    comment = factories.make_comment(article)

    class WithdrawsMeanwhile(StubScorer):
        def score(self, texts):
            withdraw_comment(factories.fresh(comment))
            return super().score(texts)

    factories.screen(Judge(WithdrawsMeanwhile(), ()))
    assert factories.fresh(comment).status == "withdrawn"
    assert not Decision.objects.exists()
    assert Screening.objects.get().ending == "moot"


class SaysItTwice:
    """A detector whose signals cannot be stored for a text that says so."""

    attributes = ("links",)
    producer = Producer("links", "1", "")

    def detect(self, material: Material) -> list[Finding]:
        finding = Finding("links", 0.0, self.producer)
        return [finding, finding] if "twice" in material.views.plain else [finding]


def test_a_text_whose_storing_fails_harms_no_neighbour_and_goes_to_a_person(article):
    judge = Judge(StubScorer(), (SaysItTwice(),))
    poison = factories.make_comment(article, "Say it twice.")
    other = factories.make_comment(article, "Thank you.")
    factories.screen(judge)
    assert factories.fresh(other).status == "published"
    assert factories.fresh(poison).status == "pending"
    for _ in range(3):
        factories.end_leases()
        factories.screen(judge)
    assert factories.fresh(poison).decision.reasons == ["not-scored"]
    told = OutboxEvent.objects.filter(payload__comment_id=str(poison.public_id)).order_by("pk")
    assert [event.kind for event in told] == ["queue.entered", "comment.held"]


def test_a_site_whose_policy_cannot_be_read_holds_all_and_stops_nobody_else(article):
    broken = factories.make_site("Broken Paper")
    publish_policy(draft_policy(broken, {"title": "B", "clauses": []}), actor="operator:test")
    theirs = factories.make_comment(factories.make_article(broken))
    ours = factories.make_comment(article)
    factories.screen()
    assert factories.fresh(theirs).decision.reasons == ["not-scored"]
    assert factories.fresh(ours).status == "published"


@pytest.mark.parametrize("restriction", ["banned", "always_hold"])
def test_an_author_restricted_meanwhile_is_held(article, restriction):
    comment = factories.make_comment(article)
    Author.objects.update(restriction=restriction)
    factories.screen()
    assert factories.fresh(comment).decision.reasons == ["sanction"]


def test_an_article_closed_meanwhile_has_its_waiting_comments_held(article):
    comment = factories.make_comment(article)
    article.commenting = "closed"
    article.save(update_fields=["commenting"])
    factories.screen()
    assert factories.fresh(comment).decision.reasons == ["article-closed"]


def test_pre_moderation_holds_all_and_post_moderation_publishes_with_an_item(article):
    article.moderation = "pre"
    article.save(update_fields=["moderation"])
    friendly = factories.make_comment(article, "Thank you.")
    factories.screen()
    assert factories.fresh(friendly).decision.reasons == ["pre-moderation"]
    article.moderation = "post"
    article.save(update_fields=["moderation"])
    rude = factories.make_comment(article, "You idiot.")
    factories.screen()
    assert factories.fresh(rude).status == "published"
    assert ReviewItem.objects.filter(comment=rude, closed_at=None).count() == 1


def test_a_claim_of_many_costs_as_much_as_one_of_two_and_what_each_answers(article):
    parent = factories.published(article, "To be answered.")

    def statements(count: int) -> int:
        for number in range(count):
            body = f"{count} {number}" if number % 2 else f"You idiot, {count} {number}"
            factories.make_comment(article, body, author=f"A{number}", parent=parent)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert factories.screen() == count
        return len(queries)

    two, five, nine = statements(2), statements(5), statements(9)
    # One short read a reply: the text that it answers, as it is when the reply is read.
    assert ((five - two) / 3, (nine - five) / 4) == (1, 1)
    assert two <= 40


def test_two_workers_at_once_decide_once(article, monkeypatch):
    comment = factories.make_comment(article)
    read = screen_pending_module.floods

    def second_worker_meanwhile(revisions):
        # The first has read the text and stored nothing yet.
        monkeypatch.undo()
        factories.end_leases()
        assert factories.screen() == 1
        return read(revisions)

    monkeypatch.setattr(screen_pending_module, "floods", second_worker_meanwhile)
    assert factories.screen() == 0
    assert Decision.objects.count() == 1
    assert Comment.objects.get(pk=comment.pk).status == "published"


def test_a_search_for_repetitions_that_breaks_holds_its_texts_and_loses_none(article, monkeypatch):
    def broken(revisions):
        raise RuntimeError("no index")

    monkeypatch.setattr("moderation.flows.screen_pending.floods", broken)
    comments = [factories.make_comment(article, body) for body in ("Thank you.", "You idiot.")]
    assert factories.screen() == 2
    friendly, rude = map(factories.fresh, comments)
    assert (friendly.status, friendly.decision.reasons) == ("held", ["not-scored"])
    assert rude.decision.clauses[0] == "hateful-language"


class ForgetsTheWords(StubScorer):
    """Scores what it is asked first and breaks on every later call: those are for the marks."""

    asked = 0

    def score(self, texts):
        self.asked += 1
        if self.asked > 1:
            raise RuntimeError("out of words")
        return super().score(texts)


def test_marks_that_cannot_be_made_cost_no_judgement(article):
    rude = factories.make_comment(article, "You idiot.")
    assert factories.screen(Judge(ForgetsTheWords(), ())) == 1
    held = factories.fresh(rude)
    assert (held.status, held.decision.reasons) == ("held", [])
    assert held.decision.clauses[0] == "hateful-language"
