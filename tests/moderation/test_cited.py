"""Which words of a text a statement of reasons quotes."""

import pytest

from discussion.models import Statement
from moderation.cited import LONGEST_PASSAGE, MOST_PASSAGES, cited_by_machine, cited_by_person
from moderation.detectors.base import Finding, Span
from moderation.models import Signal
from moderation.policy.types import Outcome
from moderation.scoring.base import Producer
from tests import factories

pytestmark = pytest.mark.django_db

BY = Producer("test", "1", "")
TEXT = "You idiot, you utter idiot. " + "x" * 400


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def cited(article):
    """What is quoted for a finding of toxicity with these stretches."""

    def cited(*stretches, value=0.9, attribute="toxicity", clauses=("hateful-language",)):
        spans = tuple(Span(start, end, "why") for start, end in stretches)
        findings = [Finding(attribute, value, BY, spans)]
        return cited_by_machine(TEXT, findings, article.site.published_policy, clauses)

    return cited


def test_the_marked_words_are_quoted_in_their_order(cited):
    assert cited((15, 20), (4, 9)) == ("idiot", "utter")


def test_words_beside_each_other_are_one_passage(cited):
    assert cited((11, 14), (15, 20), (15, 26)) == ("you utter idiot",)


def test_the_same_words_are_quoted_once(cited):
    assert cited((4, 9), (21, 26)) == ("idiot",)


def test_marks_without_length_or_outside_the_text_are_none(cited):
    assert cited((0, 0), (9, 4), (9_000, 9_001)) == ()


@pytest.mark.parametrize(
    "other", [{"value": 0.79}, {"attribute": "threat"}, {"clauses": ("illegal-content",)}]
)
def test_what_met_no_clause_of_the_decision_is_not_quoted(cited, other):
    assert cited((4, 9), **other) == ()


def test_it_is_no_second_copy_of_the_text(cited):
    assert len(cited(*[(n, n + 1) for n in range(0, 60, 3)])) <= MOST_PASSAGES
    (passage,) = cited((28, 428))
    assert len(passage) == LONGEST_PASSAGE


def test_a_person_quotes_what_the_machine_had_marked_for_the_clause(article):
    comment = factories.held(article)
    Signal.objects.filter(attribute="toxicity").update(spans=[[4, 9, "toxicity, weight 1.0"]])
    Signal.objects.filter(attribute="threat").update(value=0.1)
    revision = comment.revisions.get()
    policy = article.site.published_policy
    assert cited_by_person(revision, policy, ["hateful-language"]) == ("idiot",)
    assert cited_by_person(revision, policy, ["illegal-content"]) == ()
    factories.decide(comment, factories.make_moderator(article.site), Outcome.REJECT)
    assert Statement.objects.latest("pk").facts["passages"] == ["idiot"]


def test_the_machines_own_statement_quotes_what_it_marked(article):
    comment = factories.held(article)
    facts = Statement.objects.get(decision=comment.decision).facts
    assert all(passage in "You idiot." for passage in facts["passages"])
    assert facts["passages"]
