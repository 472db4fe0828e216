"""What an author is told about a restriction."""

import pytest

from discussion.models import Statement
from discussion.ruling import Ruling
from discussion.statements import facts_of
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


def last_facts():
    return Statement.objects.order_by("-pk")[0].facts


def test_a_hold_by_machine_names_clause_and_policy_and_who_decided(article):
    factories.held(article)
    said = last_facts()
    assert said["clauses"][0]["wording"] == "No hatred of people for who they are."
    assert (said["policy_version"], said["decided_by"]) == (1, "machine")
    assert said["detected_by_machine"]


def test_a_persons_rejection_of_what_the_machine_held_says_both(article):
    comment = factories.held(article)
    rosa = factories.make_moderator(article.site)
    factories.decide(comment, rosa, Outcome.REJECT)
    said = last_facts()
    assert (said["decided_by"], said["detected_by_machine"]) == ("person", True)
    assert said["reasoning"] == "It abuses another reader."
    assert "rosa" not in str(said)


def test_a_persons_rejection_of_what_the_machine_published_was_not_found_by_it(article):
    comment = factories.published(article)
    rosa = factories.make_moderator(article.site)
    factories.decide(comment, rosa, Outcome.REJECT)
    assert not last_facts()["detected_by_machine"]


def test_a_rejection_does_not_promise_that_a_person_will_look(article):
    revision = factories.make_comment(article).revisions.get()
    policy = article.site.published_policy
    said = {
        outcome: facts_of(
            Ruling(
                revision=revision,
                outcome=outcome,
                policy=policy,
                moderation="machine",
                reasons=("sanction",),
            ),
            detected_by_machine=True,
        )["reasons"]
        for outcome in ("hold", "reject")
    }
    assert [reason["code"] for reason in said["hold"]] == ["sanction"]
    assert said["reject"] == []
