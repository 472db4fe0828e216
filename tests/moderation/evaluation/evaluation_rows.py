"""Judged rows without a judge: values are given, the engine decides by them."""

from moderation.evaluation.collecting import Collector
from moderation.evaluation.judged import Column
from moderation.evaluation.judging import Judged, kind_of, ruled_attributes
from moderation.labelled_rows import LabelledRow
from moderation.policy.engine import decide
from moderation.policy.types import Clause, Policy, Rule, Signal


def policy_of(**clauses):
    """A policy of a clause per argument, each a list of rules (attribute, hold_at[, reject_at])."""
    return Policy(
        title="Rules",
        introduction="",
        clauses=tuple(
            Clause(id_.replace("_", "-"), id_, "No.", "", tuple(Rule(*rule) for rule in rules))
            for id_, rules in clauses.items()
        ),
    )


def row(labels, values, *, text="A fair point.", source="news", facets=None):
    """A labelled row and its values: of the attribute by "scorer", or by (attribute, producer)."""
    columns = {
        Column(*key) if isinstance(key, tuple) else Column(key, "scorer"): value
        for key, value in values.items()
    }
    return LabelledRow(text, labels, source, "", facets or {}), columns


def collected(policy, rows, *, group_columns=(), examples=10):
    """The collector after all rows: `finished()` gives the arrays."""
    collector = Collector(policy, group_columns, examples)
    for labelled, values in rows:
        verdict = decide(policy, [Signal(c.attribute, value) for c, value in values.items()])
        kind = kind_of(labelled.labels, ruled_attributes(policy))
        collector.add(Judged(labelled, kind, verdict, values))
    return collector


def judged_rows(policy, rows, **options):
    return collected(policy, rows, **options).finished()
