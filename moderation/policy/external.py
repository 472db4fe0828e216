"""Attributes that a site's own service produces: known by their names (docs/external-moderator.md).

Whether it will answer is not known before it is asked: what a rule needs and it does not give holds
as not scored.
"""

import re
from dataclasses import replace

from moderation.policy.types import Policy

# What the house says of that service. No name of its signals may begin like these.
REVIEW = "external_moderator_review"
UNAVAILABLE = "external_moderator_unavailable"

_NAME = re.compile(r"external_(?!moderator_)[a-z][a-z0-9_]{0,30}")


def is_external(attribute: str) -> bool:
    """Return whether a service of a site may produce that attribute."""
    return _NAME.fullmatch(attribute) is not None


def without_external(policy: Policy) -> Policy:
    """Return the policy as it is for a text that no such service is asked about."""
    clauses = (
        replace(clause, rules=tuple(r for r in clause.rules if not is_external(r.attribute)))
        for clause in policy.clauses
    )
    return replace(policy, clauses=tuple(clauses))
