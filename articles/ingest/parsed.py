"""What a reader of article files hands on: frozen data, and the one error."""

from dataclasses import dataclass

from articles.errors import DomainError


class ArticleUnreadable(DomainError):
    """The file holds no article that can be read."""

    code = "article-unreadable"

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A caption and the credit as printed, without its parentheses; the caption may be empty."""

    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it. All but the name may be empty; the handle keeps its @, as printed."""

    name: str
    role: str
    publication: str
    handle: str


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """An article as its file prints it; "" and () stand for the parts that the file leaves out.

    `grounds` keep their words, in order. `publication` is the site's name as printed and `domain`
    is in lower case, without `www.`
    """

    title: str
    deck: str
    paragraphs: tuple[str, ...]
    picture: Picture | None
    byline: Byline | None
    author_note: str
    invitation: str
    grounds: tuple[str, ...]
    publication: str
    domain: str
