"""HTML of other systems as the house's Markdown: what is read stays, word for word.

What comes out is text like any other and is rendered through the allow-list cleaner when it is
stored (discussion/rendering.py); nothing here has to be trusted.
"""

import html
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import nh3

from discussion.imports.html_blocks import Blocks, Node
from discussion.rendering import render

# Deeper elements lose their own meaning, never their text.
_MAX_NESTING = 40
_LINE_END = re.compile(r"\r\n?|\n")
_MARKS = re.compile(r"[*_`\[\]<>\\&~]")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_VOID = frozenset({"br", "img", "hr", "wbr"})
_tidy = nh3.Cleaner(
    tags={
        *("p", "div", "br", "em", "i", "strong", "b", "code", "pre", "blockquote", "a", "img"),
        *("ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "tr", "td", "th"),
    },
    attributes={"a": {"href"}, "img": {"src", "alt"}},
    url_schemes={"http", "https"},
    link_rel=None,
)
_bare = nh3.Cleaner(tags=set())


def markdown_of(source: str, *, lines: bool = False) -> str:
    """Return the text in the Markdown subset; with `lines`, line ends of the source break lines.

    The words that a reader sees are those of the source, in their order: where a mark of emphasis
    would show as a character, the text comes without it. Images become links.
    """
    if lines:
        source = _LINE_END.sub("<br>", source)
    root = _Tree.of(_tidy.clean(source))
    wanted = _spaceless(root.words)
    for blocks in (Blocks(styled=True), Blocks(styled=False)):
        text = blocks.text(root)
        if not _MARKS.search(text) or _words(render(text)) == wanted:
            return text
    return _PUNCTUATION.sub(r"\\\1", Blocks(styled=False, escaped=False).text(root))


def _words(markup: str) -> str:
    """Return what is read of the HTML."""
    return _spaceless(html.unescape(_bare.clean(markup)))


def _spaceless(words: str) -> str:
    """Return the words without spaces; addresses as they are shown to people."""
    return "".join(unquote(words).split())


class _Tree(HTMLParser):
    """Reads tidy HTML into nodes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [Node("div")]

    @classmethod
    def of(cls, tidy: str) -> Node:
        tree = cls()
        tree.feed(tidy)
        tree.close()
        return tree._open[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        if len(self._open) <= _MAX_NESTING:
            self._open[-1].children.append(node)
            node.is_shown = True
        if tag not in _VOID:
            self._open.append(node if node.is_shown else self._open[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
