"""A check-list: small sets of texts, one per capability, that a judge has to get right.

A file per capability, JSON lines. First `{"capability", "expects", "about"}`, then the cases
`{"text"}`, each with its own `expects` where it differs and with the `parent` that it answers, if
any. `expects` is "pass" (to be published) or "stop" (to be held or rejected).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation.evaluation.extra import EvaluationRefused
from moderation.evaluation.intervals import Share
from moderation.evaluation.judging import judge_text
from moderation.evaluation.standard import Standard
from moderation.judge import Judge
from moderation.policy.types import Outcome

EXPECTATIONS = ("pass", "stop")


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    parent: str | None
    expects: str


@dataclass(frozen=True, slots=True)
class Capability:
    name: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """`failures` are the cases of which something else came than expected."""

    capability: str
    passed: Share
    failures: tuple[Case, ...]


def read_checklist(folder: Path) -> list[Capability]:
    """Return the capabilities in the order of the files' names. Raises EvaluationRefused."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise EvaluationRefused(f"{folder}: there is no .jsonl file.")
    return [_capability(file) for file in files]


def results(capabilities: list[Capability], judge: Judge, standard: Standard) -> Iterator[Result]:
    """Judge all cases, one capability after the other. Raises ScorerUnavailable."""
    for capability in capabilities:
        failures = tuple(c for c in capability.cases if not _is_right(c, judge, standard))
        cases = len(capability.cases)
        yield Result(capability.name, Share(cases - len(failures), cases), failures)


def _is_right(case: Case, judge: Judge, standard: Standard) -> bool:
    judged = judge_text(case.text, judge, standard, case.parent)
    passes = judged is not None and judged[1].outcome is Outcome.PUBLISH
    return passes == (case.expects == "pass")


def _capability(file: Path) -> Capability:
    try:
        with file.open(encoding="utf-8") as lines:
            head, *rest = [json.loads(line) for line in lines if line.strip()]
        cases = tuple(_case(line, head["expects"]) for line in rest)
        capability = Capability(head["capability"], cases)
    except OSError as error:
        raise EvaluationRefused(f"{file}: {error.strerror}.") from error
    except KeyError as error:
        raise EvaluationRefused(f"{file.name}: a line lacks {error}.") from error
    except (ValueError, TypeError) as error:
        raise EvaluationRefused(f"{file.name}: is no check-list ({error}).") from error
    if not cases:
        raise EvaluationRefused(f"{file.name}: has no case.")
    return capability


def _case(line: dict[str, Any], expects: str) -> Case:
    case = Case(line["text"], line.get("parent"), line.get("expects", expects))
    if not isinstance(case.text, str) or not isinstance(case.parent, str | None):
        raise TypeError("a text is no string")
    if case.expects not in EXPECTATIONS:
        raise ValueError(f'a case expects {case.expects!r}, not "pass" or "stop"')
    return case


def as_lines(found: list[Result], failures: int) -> Iterator[str]:
    """Yield the share passed per capability and in all, and up to `failures` cases of each."""
    width = max(len(result.capability) for result in found)
    for result in found:
        yield f"{result.capability:{width}}  {_in_words(result.passed)}"
        for case in result.failures[:failures]:
            # In ASCII: a case may hold what commands a terminal.
            answers = f" in answer to {json.dumps(case.parent)}" if case.parent else ""
            yield f"    should {case.expects}: {json.dumps(case.text)}{answers}"
    cases = sum(result.passed.of for result in found)
    right = sum(result.passed.count for result in found)
    yield f"{f'{len(found)} capabilities':{width}}  {_in_words(Share(right, cases))}"


def _in_words(share: Share) -> str:
    estimate = share.estimate
    assert estimate.value is not None and estimate.low is not None and estimate.high is not None
    interval = f"[{estimate.low:.0%}, {estimate.high:.0%}]"
    return f"{share.count:>4} of {share.of:>4}  {estimate.value:>4.0%}  {interval}"
