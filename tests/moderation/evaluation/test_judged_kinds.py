"""What counts as harmless and violating, what is stopped, and what stopped it."""

import numpy as np
import pytest

from moderation.detectors.in_use import DETECTORS
from moderation.evaluation.alarms import (
    Cause,
    Confusion,
    alarms_by_source,
    caught,
    clause_causes,
    confusion,
    false_alarms,
    group_figures,
    producer_causes,
)
from moderation.evaluation.intervals import Share
from moderation.evaluation.judged import Column, Kind
from moderation.evaluation.judging import judged_one_by_one, kind_of
from moderation.evaluation.metrics import attribute_figures, threshold_figures
from moderation.evaluation.standard import STAND_IN, Standard
from moderation.judge import Judge
from moderation.labelled_rows import LabelledRow
from tests.moderation.evaluation.evaluation_rows import collected, judged_rows, policy_of, row
from tests.stub_scorer import StubScorer

POLICY = policy_of(rude=[("toxicity", 0.8, 0.95)], illegal=[("threat", 0.6)])
HARMLESS, RUDE = {"toxicity": 0.0}, {"toxicity": 1.0}


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        ({"toxicity": 0.5}, Kind.VIOLATING),
        ({"threat": 1.0}, Kind.VIOLATING),
        ({"toxicity": 0.49, "threat": 0.0}, Kind.HARMLESS),
        ({"threat": 0.0}, Kind.UNCLEAR),
        ({"toxicity": 0.0, "obscene": 0.9}, Kind.UNCLEAR),
        ({}, Kind.UNCLEAR),
    ],
)
def test_the_labels_tell_the_kind(labels, kind):
    assert kind_of(labels, {"toxicity", "threat"}) is kind


def test_outcomes_are_counted_by_kind():
    rows = judged_rows(
        POLICY,
        [
            row(HARMLESS, {"toxicity": 0.1, "threat": 0.0}),
            row(HARMLESS, {"toxicity": 0.1, "threat": 0.7}),
            row(RUDE, {"toxicity": 0.8, "threat": 0.0}),
            row(RUDE, {"toxicity": 0.99, "threat": 0.0}),
            row(RUDE, {"toxicity": 0.79, "threat": 0.0}),
            row({}, {"toxicity": 0.0, "threat": 0.0}),
        ],
    )
    assert list(confusion(rows)) == [
        Confusion("harmless", 1, 1, 0),
        Confusion("violating", 1, 1, 1),
        Confusion("unclear", 1, 0, 0),
    ]
    assert (false_alarms(rows), caught(rows)) == (Share(1, 2), Share(2, 3))


def test_a_false_alarm_names_source_clause_and_producer():
    rows = judged_rows(
        POLICY,
        [
            row(HARMLESS, {"toxicity": 0.9, "threat": 0.0}, source="a"),
            row(HARMLESS, {"toxicity": 0.9, "threat": 0.0, ("threat", "words"): 0.6}, source="a"),
            row(HARMLESS, {"toxicity": 0.0, "threat": 0.0, ("links", "links"): 1.0}, source="b"),
            row(HARMLESS, {"toxicity": 0.0, "threat": 0.0}, source="b"),
            row(RUDE, {"toxicity": 0.9, "threat": 0.9}, source="c"),
        ],
    )
    assert alarms_by_source(rows) == {"a": Share(2, 2), "b": Share(1, 2)}
    assert clause_causes(rows) == [
        Cause("rude", Share(2, 4), 1),
        Cause("illegal", Share(1, 4), 0),
        Cause("links", Share(1, 4), 1),
    ]
    assert producer_causes(rows) == [
        Cause("scorer", Share(2, 4), 1),
        Cause("links", Share(1, 4), 1),
        Cause("words", Share(1, 4), 0),
    ]


def test_the_highest_producer_of_an_attribute_counts():
    values = {"toxicity": 0.1, "threat": 0.2, ("threat", "words"): 0.7}
    rows = judged_rows(POLICY, [row(HARMLESS, values), row(HARMLESS, {"toxicity": 0.1})])
    assert rows.values_of("threat")[0] == 0.7
    assert np.isnan(rows.values_of("threat")[1])


def test_groups_come_from_the_text_and_from_columns():
    calm, alarming = {"toxicity": 0.0, "threat": 0.0}, {"toxicity": 0.9, "threat": 0.0}
    rows = judged_rows(
        POLICY,
        [
            row(
                HARMLESS, alarming, text="Women vote.", facets={"female": "0.8", "region": "north"}
            ),
            row(HARMLESS, calm, text="Jews vote.", facets={"female": "0.2", "region": "south"}),
            row(RUDE, alarming, text="Women!", facets={"female": "1"}),
            row(HARMLESS, calm),
        ],
        group_columns=("female", "region"),
    )
    figures = {figure.group: figure for figure in group_figures(rows)}
    assert list(figures) == ["women", "Jews", "female", "region: north", "region: south"]
    assert figures["female"].alarms == Share(1, 1)
    assert figures["women"].gap.value == pytest.approx(1 - 1 / 3)
    assert figures["Jews"].gap.value == pytest.approx(-1 / 3)


def test_precision_and_recall_are_taken_at_the_policys_thresholds():
    rows = judged_rows(
        POLICY,
        [
            row(RUDE, {"toxicity": 0.96, "threat": 0.0}),
            row(RUDE, {"toxicity": 0.5, "threat": 0.0}),
            row(HARMLESS, {"toxicity": 0.8, "threat": 0.0}),
            row({"threat": 0.0}, {"toxicity": 0.99, "threat": 0.0}),
        ],
    )
    found = {(f.attribute, f.threshold): f for f in threshold_figures(rows)}
    assert found.keys() == {
        ("toxicity", "hold_at"),
        ("toxicity", "reject_at"),
        ("threat", "hold_at"),
    }
    hold, reject = found["toxicity", "hold_at"], found["toxicity", "reject_at"]
    assert (hold.precision, hold.recall) == (Share(1, 2), Share(1, 2))
    assert (reject.precision, reject.recall) == (Share(1, 1), Share(1, 2))


def test_only_rows_with_label_and_value_are_measured():
    rows = judged_rows(
        POLICY,
        [
            row(RUDE, {"toxicity": 0.9, "threat": 0.0}),
            row(HARMLESS, {"toxicity": 0.2, "threat": 0.0}),
            row({"threat": 0.0}, {"toxicity": 0.2, "threat": 0.0}),
            row(RUDE, {"threat": 0.0}),
        ],
    )
    toxicity, threat = sorted(attribute_figures(rows, seed=0), key=lambda f: f.attribute)[::-1]
    assert (toxicity.attribute, toxicity.rows, toxicity.positives) == ("toxicity", 2, 1)
    assert toxicity.roc_auc.value == 1.0
    assert [part.positives for part in toxicity.reliability] == [Share(0, 1), Share(1, 1)]
    assert (threat.rows, threat.positives, threat.roc_auc.value) == (1, 0, None)


def test_the_worst_examples_are_the_farthest_from_their_thresholds():
    rows = [
        row(HARMLESS, {"toxicity": value, "threat": 0.0}, text=f"Harmless {value}")
        for value in (0.1, 0.9, 0.5)
    ] + [
        row(RUDE, {"toxicity": 0.3, "threat": 0.0}, text="Missed"),
        row(RUDE, {"toxicity": 0.3, "threat": 0.9}, text="Found"),
        row({}, {"toxicity": 0.9, "threat": 0.9}, text="Unclear"),
    ]
    examples = collected(POLICY, rows, examples=2).examples
    assert [e.excerpt for e in examples.highest_harmless] == ["Harmless 0.9", "Harmless 0.5"]
    assert [e.excerpt for e in examples.lowest_violating] == ["Missed", "Found"]
    assert examples.lowest_violating[0].attribute == "toxicity"


def test_a_long_example_is_cut():
    rows = [row(HARMLESS, {"toxicity": 0.1, "threat": 0.0}, text="long " * 100)]
    (example,) = collected(POLICY, rows, examples=1).examples.highest_harmless
    assert len(example.excerpt) == 240
    assert example.excerpt.endswith("…")


def test_texts_are_judged_as_comments_are_and_impossible_ones_are_not():
    standard = Standard(POLICY, STAND_IN, "", "test")
    texts = ("You idiot.", "A fair point.", "bad\x00byte", "STUB: NAN")
    labelled = [LabelledRow(text, HARMLESS, "news", "", {}) for text in texts]
    judged = list(judged_one_by_one(labelled, Judge(StubScorer(), DETECTORS), standard))
    assert judged[2] is None
    assert [one.verdict.outcome for one in judged if one] == ["reject", "publish", "hold"]
    assert judged[0].values[Column("toxicity", "stub")] == 0.99
    assert judged[3].verdict.reasons == ("not-scored",)
