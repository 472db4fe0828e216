"""Finished fragments as plain text."""

import pytest

from articles.plain import plain_text
from discussion.rendering import render


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A *fair* **point**.", "A fair point."),
        ("One.\n\nTwo.\nThree.", "One.\nTwo.\nThree."),
        ("> quoted\n\nanswered", "quoted\nanswered"),
        ("- one\n- two", "one\ntwo"),
        ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("&amp;lt;", "&lt;"),
        ("`<b>`", "<b>"),
    ],
)
def test_it_says_what_the_page_shows(text, plain):
    assert plain_text(render(text)) == plain
