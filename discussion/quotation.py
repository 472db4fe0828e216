"""A comment or a discussion as a quotation on somebody else's page (oEmbed, type `rich`).

No script, no style, no frame: a blockquote that the page dresses itself.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from articles.models import Article
from articles.plain import plain_text
from discussion.models import Comment
from discussion.places import article_home, article_place, comment_place

WIDEST, HIGHEST = 600, 600
# Of running text on a page: how wide a character is and how high a line, in CSS pixels.
CHARACTER, LINE = 8, 24
# The line that says who and where, and the margins.
AROUND = 3


@dataclass(frozen=True, slots=True)
class Room:
    """The pixels that the asking page has."""

    width: int
    height: int

    @classmethod
    def within(cls, width: int | None, height: int | None) -> "Room":
        return cls(min(width or WIDEST, WIDEST), min(height or HIGHEST, HIGHEST))

    @property
    def line(self) -> int:
        """How many characters one line holds."""
        return max(1, self.width // CHARACTER)

    @property
    def lines(self) -> int:
        """How many lines of words there are."""
        return max(1, self.height // LINE - AROUND)

    def height_of(self, words: str) -> int:
        """Return how high the words stand with what is around them: at most the room's height."""
        lines = sum(1 + len(line) // self.line for line in words.splitlines())
        return min(self.height, (lines + AROUND) * LINE)


def quoted_comment(comment: Comment, room: Room) -> dict[str, Any]:
    """Return the answer for a published comment, read with author, text, article and site.

    One that is longer than the room is quoted by its beginning, without its markup.
    """
    revision = comment.public_revision
    assert revision is not None  # it is published
    words = plain_text(revision.fragment)
    place = comment_place(comment.article.site.slug, comment.public_id)
    short = Truncator(words).chars(room.lines * room.line)
    # Cleaned when it was written (discussion.rendering), and shown whole.
    whole = mark_safe(revision.fragment)  # noqa: S308
    said = whole if short == words else format_html('<p dir="auto">{}</p>', short)
    html = format_html(
        '<blockquote class="discussion-comment" cite="{}">{}<footer><bdi>{}</bdi>, '
        '<a href="{}">on “<bdi>{}</bdi>”</a></footer></blockquote>',
        *(place, said, comment.author.display_name, place, comment.article.title),
    )
    title = f"{comment.author.display_name} on {comment.article.title}"
    answer = _answer(comment.article, room, html, words=short, title=title)
    return {**answer, "author_name": comment.author.display_name, "author_url": place}


def quoted_article(article: Article, room: Room) -> dict[str, Any]:
    """Return the answer for an article's discussion: its name, and the way there."""
    html = format_html(
        '<blockquote class="discussion-article" cite="{}"><p dir="auto"><a href="{}">{}</a></p>'
        '<footer><a href="{}">The discussion at <bdi>{}</bdi></a></footer></blockquote>',
        *(article_home(article), article_home(article), article.title),
        *(article_place(article), article.site.name),
    )
    return _answer(article, room, html, words=article.title, title=article.title)


def _answer(
    article: Article, room: Room, html: SafeString, *, words: str, title: str
) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": article.site.name,
        "provider_url": article_home(article),
        # What is taken down here should be gone there too.
        "cache_age": 10,
        "html": html,
        "width": room.width,
        "height": room.height_of(words),
    }
