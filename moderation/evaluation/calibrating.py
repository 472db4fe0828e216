"""One calibration from its request to its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.evaluation.calibration import RuleTuning, budget_rows, calibrate
from moderation.evaluation.calibration_files import (
    Account,
    Budget,
    proposed_policy,
    summary,
    write_draft,
)
from moderation.evaluation.markdown import table
from moderation.evaluation.rejection import propose_rejection
from moderation.evaluation.rows import Selection
from moderation.evaluation.run import Bench, Say, data_of, measure
from moderation.evaluation.standard import Standard


@dataclass(frozen=True, slots=True)
class Request:
    """`held` and `rejected` are the budgeted shares, `sources` whose rows they count on besides.

    Thresholds of the attributes in `keep` stay as they are.
    """

    selection: Selection
    standard: Standard
    spec: str
    sources: tuple[str, ...]
    keep: tuple[str, ...]
    held: float
    rejected: float
    propose_rejection: bool


def write_calibration(request: Request, out: Path, say: Say) -> Iterator[str]:
    """Judge the rows, write the draft and its curve; yield what a person should read.

    Raises EvaluationRefused.
    """
    measured = measure(Bench(request.selection, request.standard, examples=0), request.spec, say)
    harmless = budget_rows(measured.rows, request.sources)
    found = calibrate(measured.rows, harmless=harmless, budget=request.held, keep=request.keep)
    rejection = (
        propose_rejection(measured.rows, found.policy, harmless=harmless, budget=request.rejected)
        if request.propose_rejection
        else None
    )
    account = Account(
        data=data_of(request.selection, measured.found),
        policy=request.standard.origin,
        scorer=measured.judge.scorer.producer,
        budget=Budget(request.held, request.rejected),
        violating=found.violating,
        before=found.before,
        after=found.after,
        rules=found.rules,
        rejection=rejection,
        chosen=found.chosen,
        curve=found.curve,
    )
    policy = proposed_policy(found, rejection)
    curve, plot = write_draft(out, account, policy, request.standard.toml)
    yield from _as_table(found.rules)
    yield from summary(account)
    yield f"Written: {out}, {curve}, {plot}."


def _as_table(rules: tuple[RuleTuning, ...]) -> Iterator[str]:
    yield from table(
        ("clause", "attribute", "hold_at before", "hold_at", ""),
        (
            (
                rule.clause,
                rule.attribute,
                f"{rule.before:g}",
                f"{rule.after:g}",
                f"left, {rule.why}" if rule.why else f"{rule.positives:,} labelled violations",
            )
            for rule in rules
        ),
    )
