"""The form of a policy, step by step, without a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.policy.document import MAX_CLAUSES, MAX_RULES, PolicyInvalid, policy_from_document
from moderation.policy.editing import (
    UnknownStep,
    after_step,
    bare,
    document_from_form,
    whole,
)
from moderation.policy.engine import FAULT, SAFEGUARDS
from moderation.producers import produced_attributes
from moderation.ruled_attributes import DETECTED, ruled_attributes
from tests.factories import POLICY

FORM = {
    "title": " Comment policy ",
    "introduction": "Welcome.\r\nBe kind.",
    "clauses-0-was": "hateful-language",
    "clauses-0-id": "renamed",
    "clauses-0-title": "Hateful language",
    "clauses-0-wording": "No hatred.",
    "clauses-0-ground": "",
    "clauses-0-rules-0-attribute": "toxicity",
    "clauses-0-rules-0-hold_at": "0,8",
    "clauses-0-rules-0-reject_at": "",
    "clauses-1-was": "",
    "clauses-1-id": "fresh",
    "clauses-1-title": "New",
}


def test_the_form_makes_a_document_that_the_policy_is_read_from():
    document = document_from_form(FORM, {"hateful-language"})
    assert document["introduction"] == "Welcome.\nBe kind."
    assert [clause["id"] for clause in document["clauses"]] == ["hateful-language", "fresh"]
    assert document["clauses"][0]["rules"][0] == {
        "attribute": "toxicity",
        "hold_at": 0.8,
        "reject_at": "",
    }


def test_an_id_may_change_until_it_was_published():
    assert document_from_form(FORM, set())["clauses"][0]["id"] == "renamed"


def test_what_is_no_number_stays_as_it_was_typed_and_is_named():
    for typed in ("a lot", "nan", "inf", "-inf", "1e999"):
        document = document_from_form({**FORM, "clauses-0-rules-0-hold_at": typed}, ())
        assert document["clauses"][0]["rules"][0]["hold_at"] == typed
        with pytest.raises(
            PolicyInvalid, match=r"clauses\[0\].rules\[0\].hold_at: is not a number"
        ):
            policy_from_document(bare(document))


def test_an_empty_threshold_is_none_and_an_empty_one_that_is_needed_is_named():
    document = document_from_form({**FORM, "clauses-0-rules-0-hold_at": ""}, ())
    with pytest.raises(PolicyInvalid, match="hold_at: is missing") as refused:
        policy_from_document(bare(document))
    assert not any("reject_at" in problem for problem in refused.value.problems)


def test_a_published_policy_passes_the_form_unchanged():
    assert policy_from_document(bare(whole(POLICY))) == policy_from_document(POLICY)


def test_no_more_is_read_than_a_policy_may_have():
    clauses = {f"clauses-{n}-title": "x" for n in range(MAX_CLAUSES + 9)}
    rules = {f"clauses-0-rules-{n}-attribute": "x" for n in range(MAX_RULES + 9)}
    document = document_from_form(clauses | rules, ())
    assert len(document["clauses"]) == MAX_CLAUSES
    assert len(document["clauses"][0]["rules"]) == MAX_RULES


def ids(document):
    return [clause["id"] for clause in document["clauses"]]


def test_clauses_are_added_moved_and_removed():
    document = whole(POLICY)
    assert ids(after_step(document, "add-clause")) == ["hateful-language", "illegal-content", ""]
    assert ids(after_step(document, "up-clause-1")) == ["illegal-content", "hateful-language"]
    assert ids(after_step(document, "down-clause-0")) == ["illegal-content", "hateful-language"]
    assert ids(after_step(document, "remove-clause-0")) == ["illegal-content"]
    assert ids(document) == ["hateful-language", "illegal-content"]


def test_the_first_goes_no_further_up_and_the_last_no_further_down():
    document = whole(POLICY)
    assert ids(after_step(document, "up-clause-0")) == ids(document)
    assert ids(after_step(document, "down-clause-1")) == ids(document)


def test_a_full_policy_gets_no_further_clause_and_a_full_clause_no_further_rule():
    full = whole(POLICY)
    for _ in range(MAX_CLAUSES + 2):
        full = after_step(full, "add-clause")
    assert len(full["clauses"]) == MAX_CLAUSES
    for _ in range(MAX_RULES + 2):
        full = after_step(full, "add-rule-0")
    assert len(full["clauses"][0]["rules"]) == MAX_RULES


def test_rules_are_added_and_removed():
    document = whole(POLICY)
    more = after_step(document, "add-rule-1")
    assert [rule["attribute"] for rule in more["clauses"][1]["rules"]] == ["threat", ""]
    less = after_step(more, "remove-rule-1-0")
    assert [rule["attribute"] for rule in less["clauses"][1]["rules"]] == [""]
    assert len(document["clauses"][1]["rules"]) == 1


@pytest.mark.parametrize(
    "step",
    [
        "",
        "publish",
        "add",
        "add-clause-1",
        "up-clause",
        "up-clause-2",
        "up-clause--1",
        "remove-clause-x",
        "remove-rule-0",
        "remove-rule-0-1",
        "add-rule-9",
        "remove-clause-0-0",
    ],
)
def test_a_step_that_no_button_has_is_refused(step):
    with pytest.raises(UnknownStep):
        after_step(whole(POLICY), step)


@given(st.dictionaries(st.sampled_from([*FORM]), st.text()))
def test_whatever_is_sent_the_document_can_be_checked_and_stored(sent):
    document = bare(document_from_form({**FORM, **sent}, ()))
    assert "\0" not in str(document)
    try:
        policy_from_document(document)
    except PolicyInvalid as refused:
        assert refused.problems


def test_the_page_offers_what_the_machine_produces_and_may_be_a_ground():
    grounds = produced_attributes() - {*SAFEGUARDS, FAULT}
    assert set(ruled_attributes()) == grounds
    assert grounds >= set(DETECTED)


def test_without_the_scorers_files_the_detectors_are_still_offered(settings, tmp_path):
    settings.DISCUSSION_SCORER = f"compact:{tmp_path}/nothing"
    assert ruled_attributes() == sorted(DETECTED)
