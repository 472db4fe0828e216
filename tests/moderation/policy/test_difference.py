"""What changed between two policies, as the editor sees it."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from moderation.policy.difference import difference, pieces
from tests.factories import POLICY


def changed():
    return deepcopy(POLICY)


def test_nothing_changed_is_no_difference():
    assert not difference(POLICY, changed())


def test_wording_is_marked_word_by_word():
    after = changed()
    after["clauses"][0]["wording"] = "No hatred of anybody for who they are."
    told = difference(POLICY, after)
    [clause] = told.clauses
    assert (clause.id, clause.kind, clause.rules) == ("hateful-language", "same", ())
    assert [(piece.kind, piece.text) for piece in clause.texts[0].pieces] == [
        ("same", "No hatred of "),
        ("del", "people "),
        ("ins", "anybody "),
        ("same", "for who they are."),
    ]


def test_thresholds_stand_beside_each_other():
    after = changed()
    after["clauses"][0]["rules"] = [
        {"attribute": "toxicity", "hold_at": 0.7, "reject_at": 0.95},
        {"attribute": "insult", "hold_at": 0.9},
    ]
    after["clauses"][1]["rules"] = []
    rules = [rule for clause in difference(POLICY, after).clauses for rule in clause.rules]
    assert [(r.attribute, r.kind, r.before, r.after) for r in rules] == [
        ("toxicity", "same", ("0.8", ""), ("0.7", "0.95")),
        ("insult", "ins", ("", ""), ("0.9", "")),
        ("threat", "del", ("0.8", ""), ("", "")),
    ]


def test_clauses_that_came_went_and_moved_are_named():
    after = changed()
    fresh = {"id": "spam", "title": "Spam", "wording": "No spam.", "rules": []}
    after["clauses"] = [after["clauses"][1], fresh]
    told = [(clause.id, clause.kind) for clause in difference(POLICY, after).clauses]
    assert told == [("hateful-language", "del"), ("spam", "ins")]
    after["clauses"] = [POLICY["clauses"][1], POLICY["clauses"][0]]
    told = [(clause.id, clause.kind) for clause in difference(POLICY, after).clauses]
    assert [kind for _, kind in told] == ["moved"]


def test_a_draft_with_holes_has_a_difference_too():
    after = {"title": "", "clauses": [{"id": ""}, {"id": ""}, {"id": "x", "rules": [{}]}]}
    told = difference(POLICY, after)
    assert [clause.kind for clause in told.clauses] == ["del", "del", "ins", "ins", "ins"]


@given(st.text(), st.text())
def test_the_pieces_hold_both_texts_whole(before, after):
    told = list(pieces(before, after))
    assert "".join(p.text for p in told if p.kind != "ins") == before
    assert "".join(p.text for p in told if p.kind != "del") == after
