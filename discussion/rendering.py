"""A comment's text as a fragment of HTML, made once, when the text is written."""

import re
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt

# No headings, images, tables, reference links or raw HTML: a comment is prose, and each of those
# lets one comment dress up as a part of the page. What is not enabled is shown as typed.
_BLOCKS = ["blockquote", "fence", "list"]
_INLINES = ["newline", "escape", "backticks", "emphasis", "link", "autolink", "linkify", "entity"]
_REL = "ugc nofollow noopener noreferrer"
# Tag characters draw nothing and carry hidden text; only after a black flag do they spell a flag.
_STRAY_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")


def render(text: str) -> str:
    """Return the fragment to show for a stored text: `<div dir="auto">` around its blocks.

    The wrapper isolates its text from the page's direction (`dir=auto` isolates as `<bdi>` does,
    and unlike it may hold paragraphs); embedding controls end with the block they stand in.
    Every href is absolute http(s) without user part; a link that leads nowhere has none.
    Total time is bounded by the text's length limit and by a nesting limit of 20.
    """
    blocks = _markdown.render(_STRAY_TAGS.sub("", text))
    # Last, always: a rewrite after the cleaning could open what it closed.
    return _cleaner.clean(f'<div dir="auto">{blocks}</div>')


def _is_linkable(url: str) -> bool:
    """Tell whether a link may be a link: any other is shown as the text that was typed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    # "https://paper.example@evil.example" reads as the paper and leads elsewhere.
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    """Drop an href that the parser's own check never saw, such as the empty one of `[x]()`."""
    return None if (tag, name) == ("a", "href") and not _is_linkable(value) else value


def _make_markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"breaks": True, "linkify": True, "html": False})
    markdown.enable([*_BLOCKS, *_INLINES, "balance_pairs", "fragments_join"])
    markdown.validateLink = _is_linkable  # type: ignore[method-assign]  # its documented hook
    linkify = markdown.linkify
    assert linkify is not None
    linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("ftp:", "mailto:", "//"):
        linkify.add(schema, None)
    return markdown


_markdown = _make_markdown()
_cleaner = nh3.Cleaner(
    tags={"div", "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"},
    attributes={"a": {"href"}, "ol": {"start"}, "div": {"dir"}},
    attribute_filter=_keep_attribute,
    url_schemes={"http", "https"},
    link_rel=_REL,
)
