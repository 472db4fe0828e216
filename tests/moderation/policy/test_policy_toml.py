"""Policies as files that editors write and that `manage.py policy show` prints."""

import pytest
from hypothesis import given
from policy_strategies import law, written_policies

from moderation.policy.document import PolicyInvalid, policy_from_document, read_toml
from moderation.policy.toml import toml_from_policy
from moderation.policy.types import Clause, Policy, Rule

POLICY = Policy(
    title="Comment policy",
    introduction="Disagree, but be kind.",
    clauses=(
        Clause(
            id="hateful-language",
            title="Hateful language",
            wording="Hateful language will be removed.",
            ground="",
            rules=(Rule("identity_attack", 0.5, 0.95), Rule("toxicity", 0.8)),
        ),
        Clause("be-kind", "Be kind", 'Be "kind".', "Article 16", ()),
    ),
)


@law
@given(written_policies())
def test_a_policy_survives_its_toml_file(tmp_path_factory, policy):
    file = tmp_path_factory.getbasetemp() / "policy.toml"
    file.write_text(toml_from_policy(policy), encoding="utf-8")
    assert policy_from_document(read_toml(file)) == policy


def test_it_is_written_as_an_editor_would_write_it():
    assert (
        toml_from_policy(POLICY)
        == """\
title = "Comment policy"
introduction = "Disagree, but be kind."

[[clauses]]
id = "hateful-language"
title = "Hateful language"
wording = "Hateful language will be removed."

[[clauses.rules]]
attribute = "identity_attack"
hold_at = 0.5
reject_at = 0.95

[[clauses.rules]]
attribute = "toxicity"
hold_at = 0.8

[[clauses]]
id = "be-kind"
title = "Be kind"
wording = "Be \\"kind\\"."
ground = "Article 16"
"""
    )


def test_a_file_may_begin_with_a_mark_and_end_its_lines_with_two_characters(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_bytes(b'\xef\xbb\xbftitle = "Policy"\r\nintroduction = """a\r\nb"""\r\n')
    assert read_toml(file) == {"title": "Policy", "introduction": "a\nb"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"title = ", "policy.toml: Invalid value (at end of document)"),
        (b'title = "\xff"', "policy.toml: is not UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_is_a_problem(tmp_path, content, problem):
    file = tmp_path / "policy.toml"
    file.write_bytes(content)
    with pytest.raises(PolicyInvalid) as caught:
        read_toml(file)
    assert caught.value.problems == [problem]
