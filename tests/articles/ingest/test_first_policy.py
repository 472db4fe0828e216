"""Printed grounds become the clauses of a site's first policy."""

from pathlib import Path

import pytest

from articles.ingest.first_policy import first_policy
from moderation.policy.document import policy_from_document

DEFAULT = Path(__file__).parents[3] / "seeds" / "policies" / "default.toml"


def clauses(*grounds):
    document = first_policy(DEFAULT, grounds, "Be kind.")
    policy_from_document(document)
    return document["clauses"]


def test_each_ground_gets_the_rules_of_the_clause_that_says_the_same():
    hateful, illegal, attack = clauses(
        "Hateful language", "illegal content", "attacks against Lantern.example"
    )
    assert (hateful["id"], hateful["title"]) == ("hateful-language", "Hateful language")
    assert (illegal["id"], illegal["title"]) == ("illegal-content", "Illegal content")
    assert attack["id"] == "attack-on-publication"
    assert attack["title"] == "Attacks against Lantern.example"
    assert attack["wording"].startswith("Attacks against Lantern.example will be removed. ")
    assert all(clause["rules"] for clause in (hateful, illegal, attack))


@pytest.mark.parametrize(
    "ground", ["spam", "off-topic remarks", "attacks against other readers", "!!!", "я" * 300]
)
def test_any_other_ground_is_for_people_to_apply(ground):
    (clause,) = clauses(ground)
    assert clause["rules"] == []


def test_two_grounds_for_one_clause_do_not_double_its_rules():
    first, second = clauses("hateful language", "racist slurs")
    assert first["rules"]
    assert (second["id"], second["rules"]) == ("racist-slurs", [])


def test_without_grounds_it_is_the_default_policy():
    document = first_policy(DEFAULT, (), "Be kind.")
    assert [clause["id"] for clause in document["clauses"]] == [
        "hateful-language",
        "illegal-content",
        "attack-on-publication",
    ]


def test_no_rule_of_the_default_policy_lets_the_machine_reject():
    policy = policy_from_document(first_policy(DEFAULT, (), ""))
    rules = [rule for clause in policy.clauses for rule in clause.rules]
    assert rules
    assert all(rule.reject_at is None for rule in rules)


def test_the_invitation_introduces_the_policy():
    assert first_policy(DEFAULT, ("spam",), "Be kind.")["introduction"] == "Be kind."
    assert first_policy(DEFAULT, ("spam",), "")["introduction"].startswith("We welcome")
