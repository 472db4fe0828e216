"""A policy draft: the base policy's own text with other thresholds, and how they came about."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence

from moderation.policy.document import policy_from_document
from moderation.policy.toml import toml_from_policy
from moderation.policy.types import Policy, Rule

# Marks the comments of a draft, so that calibrating a draft replaces them.
_MARK = "# calibrate: "
_THRESHOLD = re.compile(r"(?P<indent>\s*)(?P<name>hold_at|reject_at)\s*=")


def draft_toml(base: str, policy: Policy, *, header: Iterable[str], notes: Sequence[str]) -> str:
    """Return the draft as TOML that reads back as the policy.

    `base` is the text whose prose and comments are kept, `policy` has the new thresholds; `header`
    goes above it as comments, and `notes[i]` above the threshold of the i-th rule, "" for none.
    """
    rules = [rule for clause in policy.clauses for rule in clause.rules]
    for text in (base, toml_from_policy(policy)):
        body = "".join(_rewritten(text, rules, notes))
        if _reads_as(body, policy):
            return "".join(f"{_MARK}{line}\n" for line in header) + body
    raise AssertionError("a policy's own text is rewritten line by line")


def _rewritten(text: str, rules: Sequence[Rule], notes: Sequence[str]) -> Iterator[str]:
    """Yield the lines, the thresholds of the i-th `hold_at` replaced by those of the i-th rule.

    Where the text is written otherwise (thresholds in one line with more, prose that looks like a
    threshold) another policy comes out, which the caller sees.
    """
    place = iter(zip(rules, notes, strict=True))
    for line in text.splitlines(keepends=True):
        found = _THRESHOLD.match(line)
        if line.lstrip().startswith(_MARK):
            continue
        if not found:
            yield line
        elif found["name"] == "hold_at" and (here := next(place, None)):
            yield from _threshold_lines(found["indent"], *here)


def _threshold_lines(indent: str, rule: Rule, note: str) -> Iterator[str]:
    if note:
        yield f"{indent}{_MARK}{note}\n"
    yield f"{indent}hold_at = {rule.hold_at!r}\n"
    if rule.reject_at is not None:
        yield f"{indent}reject_at = {rule.reject_at!r}\n"


def _reads_as(text: str, policy: Policy) -> bool:
    try:
        return policy_from_document(tomllib.loads(text)) == policy
    except ValueError:  # no TOML, or no policy
        return False
