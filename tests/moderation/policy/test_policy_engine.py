"""The engine case by case."""

from dataclasses import FrozenInstanceError, fields

import pytest

from moderation.policy.engine import REASONS, SAFEGUARDS, decide
from moderation.policy.types import Clause, Mode, Outcome, Policy, Rule, Signal, Verdict

BELOW_HALF = 0.49999999999999994  # the largest float below 0.5
NAN = float("nan")
CLEAN = {"toxicity": 0.1, "threat": 0.1, "attack_on_publication": 0.1}


def clause(id_, *rules):
    return Clause(id=id_, title=id_, wording="The wording.", ground="", rules=rules)


POLICY = Policy(
    title="Comment policy",
    introduction="",
    clauses=(
        clause("attack-on-publication", Rule("attack_on_publication", 0.5)),
        clause("hateful-language", Rule("toxicity", 0.5, 0.9)),
        clause("illegal-content", Rule("threat", 0.5)),
        clause("be-on-topic"),
    ),
)


def verdict_on(mode=Mode.MACHINE, policy=POLICY, without=(), **values):
    signals = [Signal(*item) for item in (CLEAN | values).items() if item[0] not in without]
    return decide(policy, signals, mode)


def test_it_publishes_when_no_clause_is_met():
    assert verdict_on() == Verdict(Outcome.PUBLISH, clauses=(), reasons=(), needs_person=False)


def test_it_holds_when_one_clause_is_met():
    assert verdict_on(threat=0.7) == Verdict(
        Outcome.HOLD, clauses=("illegal-content",), reasons=(), needs_person=True
    )


@pytest.mark.parametrize(
    ("toxicity", "outcome"),
    [
        (0.0, Outcome.PUBLISH),
        (-0.0, Outcome.PUBLISH),
        (5e-324, Outcome.PUBLISH),
        (BELOW_HALF, Outcome.PUBLISH),
        (0.5, Outcome.HOLD),
        (0.8999999999999999, Outcome.HOLD),
        (0.9, Outcome.REJECT),
        (1.0, Outcome.REJECT),
        (1.0000000000000002, Outcome.HOLD),
        (-5e-324, Outcome.HOLD),
        (NAN, Outcome.HOLD),
        (float("inf"), Outcome.HOLD),
        (float("-inf"), Outcome.HOLD),
    ],
)
def test_a_threshold_is_met_by_equality_and_an_impossible_value_holds(toxicity, outcome):
    assert verdict_on(toxicity=toxicity).outcome is outcome


def test_it_does_not_reject_without_a_threshold_for_it():
    assert verdict_on(threat=1.0, attack_on_publication=1.0).outcome is Outcome.HOLD


def test_the_strictest_clause_wins_and_comes_first_and_ties_keep_policy_order():
    verdict = verdict_on(threat=1.0, attack_on_publication=1.0, toxicity=0.95)
    assert verdict.outcome is Outcome.REJECT
    assert verdict.clauses == ("hateful-language", "attack-on-publication", "illegal-content")
    assert not verdict.needs_person


def test_of_several_signals_of_one_attribute_the_highest_counts():
    signals = [Signal(*item) for item in CLEAN.items()]
    higher = [*signals, Signal("threat", 0.6), Signal("threat", 0.2)]
    assert decide(POLICY, higher).clauses == ("illegal-content",)


def test_one_broken_producer_of_two_is_a_fault():
    signals = [Signal(*item) for item in CLEAN.items()]
    assert decide(POLICY, [*signals, Signal("threat", NAN)]).reasons == ("not-scored",)


def test_a_clause_that_is_met_twice_is_named_once():
    policy = Policy("t", "", (clause("a", Rule("toxicity", 0.5), Rule("threat", 0.5)),))
    assert verdict_on(policy=policy, toxicity=1.0, threat=1.0).clauses == ("a",)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("missing", CLEAN)
def test_it_does_not_publish_when_a_score_is_missing(missing, mode):
    verdict = verdict_on(mode, without=(missing,))
    assert verdict.outcome is Outcome.HOLD
    assert verdict.reasons[0] == "not-scored"
    assert verdict.needs_person


def test_it_does_not_publish_when_there_is_nothing_at_all():
    assert decide(POLICY, []).reasons == ("not-scored",)


def test_it_does_not_publish_on_detectors_alone():
    policy = Policy("t", "", (clause("illegal-content", Rule("threat", 0.5)),))
    assert verdict_on(policy=policy, without=("toxicity",)).reasons == ("not-scored",)
    assert verdict_on(policy=policy).outcome is Outcome.PUBLISH


def test_a_fault_holds_what_would_be_rejected_and_still_names_the_clause():
    verdict = verdict_on(toxicity=1.0, threat=NAN)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.clauses == ("hateful-language",)
    assert verdict.reasons == ("not-scored",)


def test_a_fault_in_a_value_that_no_rule_needs_holds_too():
    assert verdict_on(sexual_explicit=NAN).reasons == ("not-scored",)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_the_mark_of_a_fault_holds_whatever_its_value_and_the_scores(value):
    verdict = verdict_on(toxicity=0.95, fault=value)
    assert (verdict.outcome, verdict.reasons) == (Outcome.HOLD, ("not-scored",))


@pytest.mark.parametrize("clauses", [(), (clause("be-on-topic"),)])
def test_a_policy_without_rules_holds_all(clauses):
    verdict = verdict_on(policy=Policy("t", "", clauses))
    assert verdict.outcome is Outcome.HOLD
    assert verdict.reasons == ("no-rules",)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("safeguard", SAFEGUARDS)
def test_a_safeguard_holds_by_itself_in_every_mode(safeguard, mode):
    verdict = verdict_on(mode, **{safeguard: 0.5})
    assert verdict.outcome is Outcome.HOLD
    assert verdict.needs_person
    assert verdict.reasons[-1] == safeguard.replace("_", "-")
    assert verdict_on(mode, **{safeguard: BELOW_HALF}) == verdict_on(mode)


def test_a_safeguard_does_not_soften_a_rejection():
    assert verdict_on(toxicity=0.95, sanction=1.0).outcome is Outcome.REJECT


def test_an_unheard_of_signal_moves_nothing():
    assert verdict_on(boredom=1.0) == verdict_on()


def test_reasons_come_in_a_fixed_order():
    everything = dict.fromkeys(reversed(SAFEGUARDS), 1.0)
    policy = Policy("t", "", ())
    verdict = verdict_on(Mode.PRE, policy, without=("toxicity",), **everything)
    assert verdict.reasons == REASONS


def test_pre_moderation_holds_what_is_clean():
    assert verdict_on(Mode.PRE) == Verdict(
        Outcome.HOLD, clauses=(), reasons=("pre-moderation",), needs_person=True
    )


def test_pre_moderation_does_not_soften_a_rejection():
    assert verdict_on(Mode.PRE, toxicity=0.95).outcome is Outcome.REJECT


def test_post_moderation_publishes_what_a_clause_would_hold_and_asks_for_a_person():
    assert verdict_on(Mode.POST, threat=0.7) == Verdict(
        Outcome.PUBLISH, clauses=("illegal-content",), reasons=(), needs_person=True
    )


def test_post_moderation_has_a_person_look_at_all_that_it_publishes():
    assert verdict_on(Mode.POST) == Verdict(Outcome.PUBLISH, (), (), needs_person=True)


def test_post_moderation_still_rejects():
    verdict = verdict_on(Mode.POST, toxicity=0.95)
    assert (verdict.outcome, verdict.needs_person) == (Outcome.REJECT, False)


@pytest.mark.parametrize(
    ("hold_at", "reject_at"),
    [(0.0, None), (1.1, None), (NAN, None), (0.5, 0.4), (0.5, 1.1), (0.5, NAN), (-1, 0.5)],
)
def test_there_is_no_rule_with_impossible_thresholds(hold_at, reject_at):
    with pytest.raises(ValueError, match="toxicity"):
        Rule("toxicity", hold_at, reject_at)


@pytest.mark.parametrize(
    "value", [POLICY, POLICY.clauses[1], POLICY.clauses[1].rules[0], Signal("a", 0.1), verdict_on()]
)
def test_what_goes_in_and_comes_out_is_frozen(value):
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, "other")
    assert hash(value) == hash(value)


REPORTABLE = Policy(
    title="Comment policy",
    introduction="",
    clauses=(clause("hateful-language", Rule("toxicity", 0.5), Rule("trusted_reports", 0.75)),),
)


def test_where_nobody_reported_a_rule_on_reports_asks_for_nothing():
    assert verdict_on(policy=REPORTABLE).outcome is Outcome.PUBLISH


@pytest.mark.parametrize(
    ("reports", "outcome"), [(2 / 3, Outcome.PUBLISH), (0.75, Outcome.HOLD), (0.8, Outcome.HOLD)]
)
def test_three_trusted_reports_are_three_quarters(reports, outcome):
    assert verdict_on(policy=REPORTABLE, trusted_reports=reports).outcome is outcome


def test_reports_prove_no_scoring():
    verdict = verdict_on(policy=REPORTABLE, without=("toxicity",), trusted_reports=0.5)
    assert verdict.reasons == ("not-scored",)
