"""From the stored policy version to the policy that the engine applies."""

from collections.abc import Iterable

from articles.models import PolicyVersion
from moderation.policy.document import PolicyInvalid, policy_from_document
from moderation.policy.engine import NOT_SCORED, decide
from moderation.policy.types import Mode, Outcome, Policy, Signal, Verdict


def load_policy(version: PolicyVersion) -> Policy:
    """Return the version's policy.

    Raises PolicyInvalid for a document that did not come through `policy_from_document`: such a
    policy judges nothing, so nothing is published under it. A caller with many revisions loads once
    for all of them.
    """
    return policy_from_document(version.document)


def verdict_under(policy: Policy | None, signals: Iterable[Signal], mode: Mode) -> Verdict:
    """Return what the engine decides; under a policy that cannot be read, a hold: never an error,
    since one site's policy may not stop the judging of all others."""
    if policy is None:
        return Verdict(Outcome.HOLD, clauses=(), reasons=(NOT_SCORED,), needs_person=True)
    return decide(policy, signals, mode)


def readable_policy(version: PolicyVersion) -> Policy | None:
    """Return the version's policy, or None where its document is no policy (any more)."""
    try:
        return load_policy(version)
    except PolicyInvalid:
        return None
