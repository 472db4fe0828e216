"""What a page says to programs in its head: whose original it is, and its other forms."""

from dataclasses import dataclass

from articles.models import Article
from discussion.places import article_feed, article_home, oembed_of


@dataclass(frozen=True, slots=True)
class Head:
    """Addresses: of the publication's own page, of the discussion as a feed, of how to quote the
    page elsewhere.
    """

    canonical: str
    feed: str
    oembed: str

    @classmethod
    def of(cls, article: Article, place: str) -> "Head":
        """Return the head of the page at that place, which is about the article."""
        return cls(article_home(article), article_feed(article), oembed_of(place))
