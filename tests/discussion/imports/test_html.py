"""HTML of other systems: its words stay, its marks become ours, nothing in it does anything."""

import html

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.body import MAX_CODE_POINTS, BodyRefused
from discussion.imports.html import markdown_of
from discussion.imports.texts import MAX_PARTS, prepared
from discussion.rendering import render


def words(markup):
    return "".join(html.unescape(nh3.clean(markup, tags=set())).split())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One.</p><p>Two<br>lines.</p>", "One.\n\nTwo\nlines."),
        ("<b>loud</b> and <i> soft </i>", "**loud** and  *soft* "),
        ('<a href="https://a.example/x_y">there</a>', "[there](<https://a.example/x_y>)"),
        ('<a href="https://a.example/x_y">https://a.example/x_y</a>', "https://a.example/x_y"),
        ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<pre>x  = 1\n  y</pre>", "```\nx  = 1\n  y\n```"),
        ("<code>a`b</code>", "``a`b``"),
        ("1. not a list, * nor _this_", "1\\. not a list, * nor \\_this\\_"),
        ('<img src="https://a.example/i.png" alt="x">', "https://a.example/i.png"),
        ('foo<em>"bar"</em>baz', 'foo"bar"baz'),  # marks there would be read as characters
    ],
)
def test_marks_of_html_become_the_houses_own(source, text):
    assert markdown_of(source).strip() == text.strip()


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>seen",
        '<a href="javascript:alert(1)">seen</a>',
        '<p onclick="alert(1)">seen</p>',
        "<svg onload=alert(1)>seen",
        "<style>p{}</style>seen",
        "<b>" * 5_000 + "seen",
        "<blockquote>" * 500 + "seen",
    ],
)
def test_nothing_in_it_does_anything(source):
    text = markdown_of(source)
    fragment = render(text)
    assert "seen" in words(fragment)
    for danger in ("<script", "<style", "<svg", "onclick", "javascript:", "<img"):
        assert danger not in fragment


TEXT = st.text(st.sampled_from("ab1 .\n*_`[]()<>&~#+-\\:/!\"'=é"), max_size=24)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["p", "b", "em", "code", "li", "blockquote", "pre"]), TEXT))
)
def test_the_words_that_are_read_are_those_of_the_source(parts):
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)
    assert words(render(markdown_of(source))) == words(source)


def test_a_long_text_goes_on_whole_in_parts_that_fit():
    text = "A sentence of some length. " * 900
    found = prepared(text, "text")
    assert found.told == ("split",)
    assert all(len(part) <= MAX_CODE_POINTS for part in found.parts)
    assert " ".join(found.parts).split() == text.split()


def test_what_is_longer_than_many_comments_is_refused_not_cut():
    with pytest.raises(BodyRefused) as refused:
        prepared("x" * (MAX_CODE_POINTS * (MAX_PARTS + 1)), "text")
    assert refused.value.code == "body-too-long"


def test_characters_that_nobody_sees_go_and_are_told():
    assert prepared("a\x0bb\ufffe\x85c", "text") == prepared("ab\nc", "text").__class__(
        ("ab\nc",), ("repaired",)
    )


def test_a_text_that_shows_nothing_is_refused():
    with pytest.raises(BodyRefused):
        prepared("<p> </p>", "html")
