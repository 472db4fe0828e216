"""Groups are found by whole words, and by people words where a word has two meanings."""

import pytest

from moderation.evaluation.groups import group_names, named_groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("The WOMEN of this town voted.", {"women"}),
        ("Muslims and Jews prayed together.", {"Muslims", "Jews"}),
        ("A gay couple and a lesbian couple", {"gay men and homosexuals", "lesbians"}),
        ("Young people leave, old-people stay.", {"young people", "old people"}),
        ("Black  women spoke first.", {"women", "Black people"}),
        ("The black car beside the white house", set()),
        ("Old news, straight from the press", set()),
        ("Mankind amended the manual", set()),
        ("", set()),
    ],
)
def test_a_text_names_whom_it_names(text, groups):
    assert named_groups(text) == groups


def test_no_group_is_listed_twice():
    assert len(set(group_names())) == len(group_names())
