"""The rendered fragment, read back by an HTML parser that knows nothing of how it was made."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.body import clean_body
from discussion.rendering import render
from tests.growth import assert_linear

TAGS = {"div", "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
ATTRIBUTES = {("div", "dir"), ("ol", "start"), ("a", "href"), ("a", "rel")}

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img onerror=x&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "--><script>alert(1)</script><!--",
    '<form action="https://evil.example/"><input name=password></form>',
    '<p style="position:fixed;inset:0">cover</p>',
    '<a title="x onmouseover=alert(1) ',
    '<blockquote cite="x\n\nonfocus=alert(1) autofocus "><p>hi</p></blockquote>',
    "[x](javascript:alert(1))",
    "[x](&#106;avascript&#58;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](java\u200bscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x](https://news.example@evil.example/login)",
    "[x](//evil.example)",
    "[x](https:\\\\evil.example)",
    "[x](https://[)",
    "![p](https://tracker.example/p.gif?u=1)",
    '![x](x"onerror="alert(1))',
    "[x]\n\n[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<https://a.example/><script>",
    "https://a.example/'onmouseover='alert(1)",
    "# heading\n\n---\n\n| a | b |\n|---|---|",
]

# Each makes a text about as long as `size`, of what naive parsers read again and again.
SLOW_FOR_NAIVE_PARSERS = [
    lambda size: "> " * (size // 2) + "x",
    lambda size: "- " * (size // 2) + "x",
    lambda size: "[" * size,
    lambda size: "[a](" * (size // 4),
    lambda size: "![[]()" * (size // 6),
    lambda size: "*a **b " * (size // 7),
    lambda size: "*" * size + "a",
    lambda size: "a@" * (size // 2),
    lambda size: "<" * size,
    lambda size: "&" * size,
    lambda size: "\\" * size,
    lambda size: "http://a.example/" + "(" * size,
    lambda size: "http://" + "a." * (size // 2),
    lambda size: "https://a.b " * (size // 12),
    lambda size: '<a href="x" ' * (size // 12),
    lambda size: "\n" * size + "x",
    lambda size: "a" + " " * size + "b",
    lambda size: "a ".join("`" * run for run in range(1, round((2 * size) ** 0.5) - 2)),
    lambda size: "1. " * (size // 3),
    lambda size: "> a\n" * (size // 4),
    lambda size: "- a\n" * (size // 4),
    lambda size: "".join("  " * depth + "- a\n" for depth in range(round(size**0.5) - 3)),
    lambda size: "_a " * (size // 3) + "_" * 90,
    lambda size: "]" * (size // 2) + "[" * (size // 2),
    lambda size: "```\n" * (size // 4),
]


class Shown(HTMLParser):
    """Collects what a reader's browser would be given."""

    def __init__(self, fragment):
        super().__init__()
        self.tags, self.attributes, self.links, self.text = [], set(), [], ""
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_data(self, data):
        self.text += data


def assert_inert(fragment):
    shown = Shown(fragment)
    assert set(shown.tags) <= TAGS
    assert shown.attributes <= ATTRIBUTES
    for link in shown.links:
        assert link.get("href", "https://").startswith(("http://", "https://"))
        assert link["rel"] == "ugc nofollow noopener noreferrer"


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_is_typed_becomes_active(text):
    assert_inert(render(clean_body(text)))


@given(st.text(alphabet="[]()<>*_`!#&;:/\\\"' \n-.1ahtps@\u202e", max_size=120))
def test_no_mixture_of_markup_becomes_active(text):
    assert_inert(render(text))


@pytest.mark.parametrize("make", SLOW_FOR_NAIVE_PARSERS)
def test_no_text_within_the_limit_takes_longer_than_its_length_explains(make):
    assert_linear(lambda text: render(clean_body(text)), make, 9_600)
    assert_inert(render(clean_body(make(9_600))))


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[the paper](https://news.example@evil.example/login)",
        "[x](//evil.example)",
        "[x](mailto:ada@example.org)",
    ],
)
def test_a_link_that_is_not_absolute_http_is_shown_as_it_was_typed(text):
    shown = Shown(render(text))
    assert shown.links == []
    assert shown.text.strip() == text


def test_a_link_to_nowhere_does_not_lead_to_the_page_itself():
    assert "href" not in render("[x]()")


def test_an_image_is_never_fetched():
    assert "img" not in Shown(render("![p](https://tracker.example/p.gif)")).tags


def test_markup_of_the_subset_is_rendered():
    text = "*a* **b** `c`\nd\n\n> e\n\n- f\n\n3. g\n\n```\nh\n```\n\n[i](https://a.example/) https://b.example/"
    shown = Shown(render(text))
    assert set(shown.tags) == TAGS
    assert [link["href"] for link in shown.links] == ["https://a.example/", "https://b.example/"]
    assert '<ol start="3">' in render(text)


def test_a_bare_host_or_address_is_not_made_a_link():
    assert Shown(render("see example.org and ada@example.org or ftp://a.example")).links == []


def test_code_and_signs_read_as_they_were_written():
    text = "if (a < b && c > d) { return x[0]; }"
    assert Shown(render(text)).text.strip() == text


@pytest.mark.parametrize("text", ["\u202egnp.exe is safe", "\u2066\u2067\u2068 never closed"])
def test_the_direction_of_a_comment_ends_with_it(text):
    fragment = render(text)
    assert fragment.startswith('<div dir="auto">')
    assert fragment.endswith("</div>")


def test_text_hidden_in_tag_characters_is_not_shown_and_a_flag_is():
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    assert render("hi\U000e0041\U000e0042 you") == render("hi you")
    assert flag in render(flag)
