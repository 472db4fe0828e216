"""A calibration as files: the policy draft, and beside it the curve behind it as JSON and SVG."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from matplotlib.figure import Figure

from moderation.evaluation.calibration import Calibration, CurvePoint, RuleTuning
from moderation.evaluation.draft import draft_toml
from moderation.evaluation.effect import Effect
from moderation.evaluation.intervals import Share
from moderation.evaluation.plots import new_axes, write_svg
from moderation.evaluation.rejection import ATTRIBUTE, Proposal, upper_bound
from moderation.evaluation.report import Data, as_json
from moderation.policy.types import Policy, Rule
from moderation.scoring.base import Producer


@dataclass(frozen=True, slots=True)
class Budget:
    """Shares of harmless comments that may be held, and rejected by machine."""

    held: float
    rejected: float


@dataclass(frozen=True, slots=True)
class Account:
    """All that a draft is based on, as it stands in the JSON file."""

    data: Data
    policy: str
    scorer: Producer
    budget: Budget
    violating: int
    before: Effect
    after: Effect
    rules: tuple[RuleTuning, ...]
    rejection: Proposal | None
    chosen: CurvePoint
    curve: tuple[CurvePoint, ...]


def proposed_policy(calibration: Calibration, rejection: Proposal | None) -> Policy:
    """Return the calibrated policy, with the proposed `reject_at` if there is one."""
    if rejection is None or rejection.reject_at is None:
        return calibration.policy
    clauses = (
        replace(clause, rules=tuple(_with(rule, rejection.reject_at) for rule in clause.rules))
        for clause in calibration.policy.clauses
    )
    return replace(calibration.policy, clauses=tuple(clauses))


def summary(account: Account) -> Iterator[str]:
    """Yield what a person should know before publishing the draft, line by line."""
    producer, after, before = account.scorer, account.after, account.before
    files = ", ".join(file.name for file in account.data.files)
    split = f", split {account.data.split}" if account.data.split else ""
    yield f"Draft for {producer.name} {producer.version} ({producer.digest[:12]}), not in force."
    yield f"Base: {account.policy}. Rows: {files}{split}."
    yield f"Budget: {account.budget.held:.2%} of the harmless news comments held."
    yield f"Reached: {_bounded(after.held)}; before: {_bounded(before.held)}."
    yield f"Of all harmless rows held: {_bounded(after.harmless)}."
    yield f"Violating rows stopped: {_with_interval(after.caught)};"
    yield f"  before: {_with_interval(before.caught)}."
    yield "The thresholds were chosen on these rows: expect a little more held on others."
    if account.rejection:
        yield from _rejection(account.rejection, account.budget)


def write_draft(out: Path, account: Account, policy: Policy, base: str) -> tuple[Path, Path]:
    """Write the draft and its curve; return the paths of the curve's two files."""
    text = draft_toml(
        base, policy, header=summary(account), notes=[_note(rule) for rule in account.rules]
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    curve, plot = out.with_suffix(".curve.json"), out.with_suffix(".curve.svg")
    curve.write_text(as_json(account), encoding="utf-8")
    write_svg(curve_figure(account), plot)
    return curve, plot


def curve_figure(account: Account) -> Figure:
    figure, axes = new_axes(
        "What a budget buys",
        "share of the harmless news comments held",
        "share of violations caught",
    )
    of = account.after.held.of
    axes.step(
        [point.held / of for point in account.curve],
        [point.caught / account.violating for point in account.curve],
        where="post",
        color="#0072B2",
    )
    chosen = account.chosen
    axes.plot([chosen.held / of], [chosen.caught / account.violating], "o", label="draft")
    axes.axvline(account.budget.held, color="#D55E00", linestyle="--", label="budget")
    axes.legend()
    return figure


def _with(rule: Rule, reject_at: float) -> Rule:
    return replace(rule, reject_at=reject_at) if rule.attribute == ATTRIBUTE else rule


def _note(rule: RuleTuning) -> str:
    if rule.why:
        return f"left as it was, {rule.why}"
    return f"was {rule.before:g}; {rule.positives:,} labelled violations"


def _rejection(proposal: Proposal, budget: Budget) -> Iterator[str]:
    yield f"Rejection, budget {budget.rejected:.2%} of the harmless news comments: {proposal.why}"
    if proposal.reject_at is not None:
        yield f"  {ATTRIBUTE} from {proposal.reject_at:g} on rejects {_bounded(proposal.rejected)},"
        yield f"  and of the violating rows {_with_interval(proposal.caught)}."


def _bounded(share: Share) -> str:
    value = share.estimate.value or 0.0
    return f"{value:.2%} ({share.count:,} of {share.of:,}, at most {upper_bound(share):.2%})"


def _with_interval(share: Share) -> str:
    estimate = share.estimate
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "none there"
    return f"{estimate.value:.1%} [{estimate.low:.1%}, {estimate.high:.1%}]"
