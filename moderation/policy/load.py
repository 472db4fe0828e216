"""From the stored policy version to the policy that the engine applies."""

from articles.models import PolicyVersion
from moderation.policy.document import policy_from_document
from moderation.policy.types import Policy


def load_policy(version: PolicyVersion) -> Policy:
    """Return the version's policy.

    Raises PolicyInvalid for a document that did not come through `policy_from_document`: such a
    policy judges nothing, so nothing is published under it. A caller with many revisions loads once
    for all of them.
    """
    return policy_from_document(version.document)
