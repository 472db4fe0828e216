"""From rows to a policy within a budget: what is tuned, what stays, what is refused."""

import pytest

from moderation.evaluation.calibration import budget_rows, calibrate
from moderation.evaluation.extra import EvaluationRefused
from moderation.evaluation.intervals import Share
from moderation.evaluation.rejection import propose_rejection, rows_needed, upper_bound
from moderation.policy.types import Rule
from tests.moderation.evaluation.evaluation_rows import judged_rows, policy_of, row

POLICY = policy_of(
    rude=[("toxicity", 0.9), ("identity_attack", 0.6)], private=[("personal_data", 0.5)]
)
NEWS = "civil_comments_sample"


def values(toxicity, attack=0.0, private=0.0):
    return {"toxicity": toxicity, "identity_attack": attack, "personal_data": private}


def rude(toxicity, attack=0.0):
    return row({"toxicity": 1.0, "identity_attack": 0.0}, values(toxicity, attack), source="x")


def harmless(toxicity, attack=0.0, private=0.0, source=NEWS):
    labels = {"toxicity": 0.0, "identity_attack": 0.0}
    return row(labels, values(toxicity, attack, private), source=source)


def calibrated(rows, budget):
    judged = judged_rows(POLICY, rows)
    return calibrate(judged, harmless=budget_rows(judged, ()), budget=budget)


ROWS = [rude(0.7)] * 30 + [rude(0.4)] * 10 + [harmless(0.5)] * 2 + [harmless(0.1)] * 17
LEAK = [harmless(0.0, private=0.9)]


def test_thresholds_are_lowered_as_far_as_the_budget_goes():
    found = calibrated(ROWS + LEAK, budget=0.15)
    assert found.after.held == Share(3, 20)
    assert found.after.caught == Share(40, 40)
    assert found.before.caught == Share(0, 40)
    (toxicity, attack), (private,) = (clause.rules for clause in found.policy.clauses)
    assert toxicity == Rule("toxicity", 0.4)
    assert (attack, private) == (Rule("identity_attack", 0.6), Rule("personal_data", 0.5))


def test_a_rule_that_nobody_labelled_keeps_its_threshold_and_is_paid_for():
    found = calibrated(ROWS + LEAK, budget=0.1)
    # Of two rows one is held for personal data, so 0.4 with its two more is too dear.
    assert found.policy.clauses[0].rules[0].hold_at == 0.7
    assert found.after.held == Share(1, 20)
    assert [rule.why for rule in found.rules] == ["", *["0 labelled violations"] * 2]


def test_the_curve_leads_to_the_draft_and_beyond():
    found = calibrated(ROWS + LEAK, budget=0.1)
    assert (found.curve[0].attribute, found.curve[0].held, found.curve[0].caught) == ("", 1, 0)
    chosen = found.chosen
    assert (chosen.clause, chosen.attribute, chosen.hold_at) == ("rude", "toxicity", 0.7)
    assert (chosen.held, chosen.caught, found.violating) == (1, 30, 40)
    assert [(point.held, point.caught) for point in found.curve] == [(1, 0), (1, 30), (3, 40)]


def test_all_prose_stays_as_it_was():
    policy = calibrated(ROWS, budget=0.15).policy
    assert [(c.id, c.title, c.wording) for c in policy.clauses] == [
        (c.id, c.title, c.wording) for c in POLICY.clauses
    ]


def test_a_rejection_never_comes_before_a_hold():
    policy = policy_of(rude=[("toxicity", 0.1, 0.2)])
    rows = judged_rows(policy, ROWS)
    found = calibrate(rows, harmless=budget_rows(rows, ()), budget=0.01)
    assert found.policy.clauses[0].rules == (Rule("toxicity", 0.7, 0.7),)


def test_a_policy_of_which_every_threshold_is_kept_is_refused():
    rows = judged_rows(POLICY, ROWS)
    harmless_rows = budget_rows(rows, ())
    with pytest.raises(EvaluationRefused, match="none that may move"):
        calibrate(rows, harmless=harmless_rows, budget=0.15, keep=["toxicity"])


def test_too_few_violations_to_choose_by_are_refused():
    with pytest.raises(EvaluationRefused, match="none that may move has 30 labelled violations"):
        calibrated([rude(0.7)] * 29 + [harmless(0.1)], budget=0.05)


def test_a_budget_that_detectors_alone_exceed_is_refused():
    with pytest.raises(EvaluationRefused, match="1 harmless rows are held already, budget: 0"):
        calibrated(ROWS + LEAK, budget=0.01)


def test_the_budget_counts_on_news_and_on_the_sources_named():
    rows = judged_rows(
        POLICY,
        [
            harmless(0.0),
            harmless(0.0, source="gazette_2020"),
            harmless(0.0, source="wiki"),
            rude(1),
        ],
    )
    assert budget_rows(rows, ()).tolist() == [True, False, False, False]
    assert budget_rows(rows, ("gazette",)).tolist() == [True, True, False, False]


def test_without_news_the_sources_there_are_named():
    rows = judged_rows(POLICY, [harmless(0.0, source="wiki"), rude(0.9)])
    with pytest.raises(EvaluationRefused, match="Sources: wiki, x"):
        budget_rows(rows, ())


def test_the_bound_without_a_mistake_is_the_rule_of_three():
    # 1 - 0.05 ** (1 / 2995)
    assert upper_bound(Share(0, 2995)) == pytest.approx(0.00099975, abs=1e-7)
    assert upper_bound(Share(0, 2994)) > 0.001
    assert rows_needed(0.001) == 2995
    assert upper_bound(Share(2, 2)) == 1.0


def proposal(rows, budget=0.1, policy=POLICY):
    judged = judged_rows(policy, rows)
    return propose_rejection(judged, policy, harmless=budget_rows(judged, ()), budget=budget)


def test_the_lowest_threshold_that_is_proved_is_proposed():
    # With 60 rows the bound of one mistake is 7.7 %, of two 10.1 %.
    rows = [harmless(0.0, attack=0.8)] + [harmless(0.0, attack=0.7)] + [harmless(0.0)] * 58
    found = proposal([*rows, rude(0.9, attack=0.95), rude(0.9, attack=0.65)])
    assert found.reject_at == 0.701
    assert (found.rejected, found.caught) == (Share(1, 60), Share(1, 2))
    assert found.upper < 0.1


def test_too_few_rows_prove_nothing():
    found = proposal([harmless(0.0)] * 20 + [rude(0.9, attack=0.99)])
    assert (found.reject_at, found.rejected) == (None, Share(0, 20))
    assert "29 harmless rows are needed, here are 20" in found.why


def test_other_rules_that_reject_count_too():
    policy = policy_of(rude=[("toxicity", 0.9, 0.9), ("identity_attack", 0.6)])
    rows = [harmless(0.95)] * 3 + [harmless(0.0)] * 57 + [rude(0.9, attack=0.99)]
    assert proposal(rows, policy=policy).reject_at is None


def test_nothing_is_proposed_that_would_reject_nothing():
    found = proposal([harmless(0.0, attack=0.9)] * 2 + [harmless(0.0)] * 58 + [rude(0.9)])
    assert found.reject_at is None
    assert "No violating row" in found.why


def test_a_policy_without_the_rule_gets_no_proposal():
    found = proposal([harmless(0.0)] * 60, policy=policy_of(rude=[("toxicity", 0.9)]))
    assert "no rule for identity_attack" in found.why
