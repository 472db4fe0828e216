"""What is a policy document, and what is said about one that is not."""

import copy

import pytest

from moderation.policy.document import (
    MAX_CLAUSES,
    PolicyInvalid,
    applicable_policy,
    document_from_policy,
    policy_from_document,
    unproduced_attributes,
)
from moderation.policy.types import Clause, Policy, Rule

DOCUMENT = {
    "title": "Comment policy",
    "introduction": "Disagree, but be kind.",
    "clauses": [
        {
            "id": "hateful-language",
            "title": "Hateful language",
            "wording": "Hateful language will be removed.",
            "ground": "",
            "rules": [
                {"attribute": "identity_attack", "hold_at": 0.5, "reject_at": 0.95},
                {"attribute": "toxicity", "hold_at": 0.8},
            ],
        },
        {
            "id": "illegal-content",
            "title": "Illegal content",
            "wording": "Illegal content will be removed.",
            "ground": "Article 16",
            "rules": [{"attribute": "threat", "hold_at": 1}],
        },
    ],
}
ABSENT = object()


def changed(path, value):
    """Return the document with the value at the path (keys and indices) replaced or removed."""
    document = copy.deepcopy(DOCUMENT)
    *way, last = path
    target = document
    for step in way:
        target = target[step]
    if value is ABSENT:
        del target[last]
    else:
        target[last] = value
    return document


def problems_of(document):
    with pytest.raises(PolicyInvalid) as caught:
        policy_from_document(document)
    assert str(caught.value) == "; ".join(caught.value.problems)
    return caught.value.problems


def test_a_document_becomes_a_policy():
    assert policy_from_document(DOCUMENT) == Policy(
        title="Comment policy",
        introduction="Disagree, but be kind.",
        clauses=(
            Clause(
                id="hateful-language",
                title="Hateful language",
                wording="Hateful language will be removed.",
                ground="",
                rules=(Rule("identity_attack", 0.5, 0.95), Rule("toxicity", 0.8)),
            ),
            Clause(
                id="illegal-content",
                title="Illegal content",
                wording="Illegal content will be removed.",
                ground="Article 16",
                rules=(Rule("threat", 1.0),),
            ),
        ),
    )


def test_what_may_be_left_out_is_empty():
    clause = {"id": "be-kind", "title": "Be kind", "wording": "Be kind."}
    policy = policy_from_document({"title": "Policy", "clauses": [clause]})
    assert policy == Policy("Policy", "", (Clause("be-kind", "Be kind", "Be kind.", "", ()),))


FIRST = ("clauses", 0)
FIRST_RULE = (*FIRST, "rules", 0)


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("title",), ABSENT, "title: is missing"),
        (("title",), " \n", "title: is empty"),
        (("title",), 7, "title: is not a text"),
        (("title",), "x" * 201, "title: has 201 characters, more than 200"),
        (("introduction",), None, "introduction: is not a text"),
        (("introduction",), "x" * 4001, "introduction: has 4001 characters, more than 4000"),
        (("colour",), "red", "policy: 'colour' is not a known key"),
        (("clauses",), ABSENT, "clauses: is missing"),
        (("clauses",), [], "clauses: has no entry"),
        (("clauses",), {}, "clauses: is not a list"),
        (("clauses",), [{}] * (MAX_CLAUSES + 1), "clauses: has 51 entries, more than 50"),
        (FIRST, "text", "clauses[0]: is not a table"),
        ((*FIRST, "hold_at"), 0.5, "clauses[0]: 'hold_at' is not a known key"),
        ((*FIRST, "id"), ABSENT, "clauses[0].id: is missing"),
        ((*FIRST, "id"), "", "clauses[0].id: is empty"),
        ((*FIRST, "id"), "illegal-content", "clauses[1].id: illegal-content stands there twice"),
        ((*FIRST, "id"), "a" * 65, "clauses[0].id: has 65 characters, more than 64"),
        ((*FIRST, "wording"), ABSENT, "clauses[0].wording: is missing"),
        ((*FIRST, "wording"), "", "clauses[0].wording: is empty"),
        ((*FIRST, "ground"), 16, "clauses[0].ground: is not a text"),
        ((*FIRST, "rules"), "toxicity", "clauses[0].rules: is not a list"),
        ((*FIRST, "rules"), [{}] * 51, "clauses[0].rules: has 51 entries, more than 50"),
        (FIRST_RULE, 0.5, "clauses[0].rules[0]: is not a table"),
        ((*FIRST_RULE, "publish_at"), 0, "clauses[0].rules[0]: 'publish_at' is not a known key"),
        ((*FIRST_RULE, "attribute"), ABSENT, "clauses[0].rules[0].attribute: is missing"),
        (
            (*FIRST_RULE, "attribute"),
            "toxicity",
            "clauses[0].rules[1].attribute: toxicity stands there twice",
        ),
        (
            (*FIRST_RULE, "attribute"),
            "guest",
            "clauses[0].rules[0].attribute: guest is no ground: it holds by itself",
        ),
        (
            (*FIRST_RULE, "attribute"),
            "fault",
            "clauses[0].rules[0].attribute: fault is no ground: it holds by itself",
        ),
        ((*FIRST_RULE, "hold_at"), ABSENT, "clauses[0].rules[0].hold_at: is missing"),
        ((*FIRST_RULE, "hold_at"), 1.3, "clauses[0].rules[0].hold_at: 1.3 is not between 0 and 1"),
        ((*FIRST_RULE, "hold_at"), 0, "clauses[0].rules[0].hold_at: 0 is not between 0 and 1"),
        ((*FIRST_RULE, "hold_at"), True, "clauses[0].rules[0].hold_at: is not a number"),
        ((*FIRST_RULE, "hold_at"), "0.5", "clauses[0].rules[0].hold_at: is not a number"),
        (
            (*FIRST_RULE, "reject_at"),
            float("nan"),
            "clauses[0].rules[0].reject_at: nan is not between 0 and 1",
        ),
        (
            (*FIRST_RULE, "reject_at"),
            float("inf"),
            "clauses[0].rules[0].reject_at: inf is not between 0 and 1",
        ),
        (
            (*FIRST_RULE, "reject_at"),
            0.4,
            "clauses[0].rules[0].reject_at: 0.4 is below hold_at, 0.5",
        ),
        ((*FIRST_RULE, "reject_at"), None, "clauses[0].rules[0].reject_at: is not a number"),
    ],
)
def test_a_problem_is_named_with_its_place(path, value, problem):
    assert problems_of(changed(path, value)) == [problem]


@pytest.mark.parametrize("id_", ["Hate", "hate_speech", "-hate", "hate--speech", "hate ", "häte"])
def test_an_id_is_in_kebab_case(id_):
    (problem,) = problems_of(changed((*FIRST, "id"), id_))
    assert problem.startswith("clauses[0].id: is not in kebab-case")


@pytest.mark.parametrize("attribute", ["Toxicity", "identity-attack", "_a", "a__b", "9a", "a\n"])
def test_an_attribute_is_in_snake_case(attribute):
    (problem,) = problems_of(changed((*FIRST_RULE, "attribute"), attribute))
    assert problem.startswith("clauses[0].rules[0].attribute: is not in snake_case")


@pytest.mark.parametrize("character", ["\x00", "\x07", "\r", "\x7f", "\x85", "\ud800"])
def test_a_character_that_a_database_refuses_is_refused(character):
    (problem,) = problems_of(changed((*FIRST, "wording"), f"Be {character}kind."))
    assert problem == "clauses[0].wording: holds a control character or half a surrogate pair"


def test_a_threshold_of_one_and_equal_thresholds_are_allowed():
    policy = policy_from_document(
        changed(FIRST_RULE, {"attribute": "a", "hold_at": 1, "reject_at": 1})
    )
    assert policy.clauses[0].rules[0] == Rule("a", 1.0, 1.0)


def test_a_policy_as_long_as_can_be_is_allowed():
    clauses = [
        {
            "id": f"{'a' * 62}{i:02}",
            "title": "t" * 200,
            "wording": "w" * 4000,
            "ground": "g" * 500,
            "rules": [{"attribute": f"{'a' * 62}{j:02}", "hold_at": 0.5} for j in range(50)],
        }
        for i in range(MAX_CLAUSES)
    ]
    policy = policy_from_document({"title": "t" * 200, "introduction": "", "clauses": clauses})
    assert document_from_policy(policy)["clauses"] == clauses


def test_unknown_keys_are_named_in_order():
    document = DOCUMENT | {f"key-{number}": "" for number in (3, 1, 2)}
    assert [problem[:14] for problem in problems_of(document)] == [
        "policy: 'key-1",
        "policy: 'key-2",
        "policy: 'key-3",
    ]


def test_all_problems_are_named_at_once():
    document = changed((*FIRST_RULE, "hold_at"), 0)
    document["clauses"][1]["id"] = "Illegal"
    del document["title"]
    assert len(problems_of(document)) == 3


def test_attributes_that_nobody_produces_are_named_once_in_policy_order():
    document = changed(("clauses", 1, "rules", 0, "attribute"), "toxicity")
    policy = policy_from_document(document)
    assert unproduced_attributes(policy, {"threat"}) == ["identity_attack", "toxicity"]
    assert unproduced_attributes(policy, {"identity_attack", "toxicity"}) == []


def test_what_a_sites_own_service_may_produce_is_known_by_its_name():
    names = ("external_ads", "external_", "external_moderator_mood", "externalads")
    rules = tuple(Rule(name, 0.5) for name in names)
    policy = Policy("Policy", "", (Clause("a", "A", "A.", "", rules),))
    assert unproduced_attributes(policy, ()) == list(names[1:])


def test_readers_produce_trusted_reports_whatever_the_scorer_gives():
    reportable = Rule("trusted_reports", 0.75)
    clause = Clause("hateful-language", "Hateful language", "No hatred.", "", (reportable,))
    assert unproduced_attributes(Policy("Policy", "", (clause,)), ()) == []


def test_a_policy_goes_into_force_only_if_all_its_attributes_are_produced():
    everything = {"identity_attack", "toxicity", "threat"}
    assert applicable_policy(DOCUMENT, everything) == policy_from_document(DOCUMENT)
    with pytest.raises(PolicyInvalid) as caught:
        applicable_policy(DOCUMENT, everything - {"threat"})
    assert caught.value.problems == ["threat: no scorer or detector produces it"]
