"""What a site's service may answer; anything else is no answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from articles.strict_json import JsonRefused, read_object
from moderation.detectors.base import Finding, Span
from moderation.judge import DECIMALS
from moderation.policy.external import REVIEW, is_external
from moderation.scoring.base import Producer

MOST_SIGNALS = 20
LONGEST_REASON = 300
_MEMBERS = frozenset({"signals", "review", "reason"})


class AnswerRefused(ValueError):
    """The answer is not as agreed. The message is a code for the log and the desk."""


def findings_in(body: bytes, producer: Producer) -> list[Finding]:
    """Return the signals, and whether a person should look, as 1 or 0 with the reason as its span.

    Raises AnswerRefused for what is unknown, too much, or no number in [0, 1]: a service that was
    misunderstood has not been heard, and a comment that it meant to stop may not pass.
    """
    try:
        said = read_object(body)
    except JsonRefused as refusal:
        raise AnswerRefused(refusal.code) from refusal
    if not said.keys() <= _MEMBERS:
        raise AnswerRefused("unknown-member")
    review, reason = said.get("review", False), said.get("reason", "")
    if not isinstance(review, bool):
        raise AnswerRefused("review-no-boolean")
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON or not reason.isprintable():
        raise AnswerRefused("reason-unreadable")
    why = (Span(0, 0, reason),) if review and reason else ()
    return [Finding(REVIEW, float(review), producer, why), *_signals(said, producer)]


def _signals(said: Mapping[str, Any], producer: Producer) -> Iterator[Finding]:
    signals = said.get("signals", {})
    if not isinstance(signals, dict) or len(signals) > MOST_SIGNALS:
        raise AnswerRefused("signals-no-object")
    for name, value in signals.items():
        if not is_external(name):
            raise AnswerRefused("signal-name")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise AnswerRefused("signal-value")
        yield Finding(name, round(float(value), DECIMALS), producer)
