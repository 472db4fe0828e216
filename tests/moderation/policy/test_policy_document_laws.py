"""What holds for every document."""

import json

from hypothesis import given
from hypothesis import strategies as st
from policy_strategies import law, written_policies

from moderation.policy.document import PolicyInvalid, document_from_policy, policy_from_document
from moderation.policy.types import Policy

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "introduction", "clauses", "id", "rules", "hold_at", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@law
@given(json_values)
def test_whatever_is_read_is_a_policy_or_a_list_of_problems(value):
    try:
        assert isinstance(policy_from_document(value), Policy)
    except PolicyInvalid as error:
        assert error.problems


@law
@given(written_policies())
def test_a_policy_survives_its_document_and_json(policy):
    document = document_from_policy(policy)
    assert policy_from_document(json.loads(json.dumps(document))) == policy
    assert document_from_policy(policy_from_document(document)) == document
