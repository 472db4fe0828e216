"""A text that came with a request, made what is stored."""

from typing import Any

from articles.api.problems import Problem
from discussion.body import BodyRefused, clean_body


def body_of(fields: dict[str, Any]) -> str:
    """Return the clean body; raises the problem that its refusal is."""
    try:
        return clean_body(fields["body"])
    except BodyRefused as refusal:
        errors = [{"pointer": "/body", "detail": refusal.detail}]
        raise Problem(400, refusal.code, refusal.detail, errors=errors) from refusal
