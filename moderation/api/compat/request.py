"""What the compatible scoring call takes: read leniently, as its clients were written for another
service. What it does not know it leaves alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moderation.api.compat.errors import Refusal, bad_request
from moderation.api.compat.names import attribute_of

MOST_BYTES = 20_480
ONLY_SCORE_TYPES = (None, "PROBABILITY", "SCORE_TYPE_UNSPECIFIED")
ONLY_TEXT_TYPES = (None, "PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One attribute that is asked for: by which name, ours for it, and from which score on."""

    name: str
    attribute: str
    threshold: float


@dataclass(frozen=True, slots=True)
class Analysis:
    text: str
    wanted: tuple[Wanted, ...]
    languages: tuple[str, ...]
    spans: bool
    client_token: str | None


def read_analysis(sent: Mapping[str, Any]) -> Analysis:
    """Return what is asked for. Raises Refusal."""
    return Analysis(
        text=_text(_object(sent, "comment")),
        wanted=_wanted(_object(sent, "requestedAttributes")),
        languages=_languages(sent),
        spans=_of_type(sent, "spanAnnotations", bool) or False,
        client_token=_of_type(sent, "clientToken", str),
    )


def _text(comment: Mapping[str, Any]) -> str:
    text = _of_type(comment, "text", str) or ""
    if not text.strip():
        raise bad_request("The comment has no text.", error_type="COMMENT_EMPTY")
    if len(text.encode()) > MOST_BYTES:
        raise bad_request(
            f"The comment has more than {MOST_BYTES:,} bytes.", error_type="COMMENT_TOO_LONG"
        )
    if comment.get("type") not in ONLY_TEXT_TYPES:
        raise bad_request("Only comments of the type PLAIN_TEXT are read.")
    return text


def _wanted(asked: Mapping[str, Any]) -> tuple[Wanted, ...]:
    if not asked:
        raise bad_request("Name at least one attribute in requestedAttributes.")
    return tuple(_one_wanted(name, _object(asked, name)) for name in asked)


def _one_wanted(name: str, options: Mapping[str, Any]) -> Wanted:
    attribute = attribute_of(name)
    if attribute is None:
        raise unknown_attribute(name)
    if options.get("scoreType") not in ONLY_SCORE_TYPES:
        raise bad_request("Only scores of the type PROBABILITY are given.")
    threshold = options.get("scoreThreshold") or 0.0
    if isinstance(threshold, bool) or not isinstance(threshold, int | float):
        raise bad_request("A scoreThreshold is a number.")
    if not 0 <= threshold <= 1:
        raise bad_request("A scoreThreshold lies between 0 and 1.")
    return Wanted(name, attribute, float(threshold))


def unknown_attribute(name: str) -> Refusal:
    return bad_request(f"There is no attribute {name[:100]}.", error_type="UNKNOWN_ATTRIBUTE")


def _languages(sent: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes without region or script: the scorer knows languages."""
    listed = _of_type(sent, "languages", list) or []
    if not all(isinstance(code, str) and code for code in listed):
        raise bad_request("languages is a list of language codes.")
    return tuple(dict.fromkeys(code.partition("-")[0].lower() for code in listed))


def _object(sent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _of_type(sent, name, dict) or {}
    return found


def _of_type(sent: Mapping[str, Any], name: str, kind: type) -> Any:
    """Return the field's value; None, as in protocol buffers, where there is none."""
    value = sent.get(name)
    if value is not None and not isinstance(value, kind):
        raise bad_request(f"{name[:100]} has the wrong type.")
    return value
