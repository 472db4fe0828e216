"""Comments as an Atom feed (RFC 4287), answers by the threading extension (RFC 4685)."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.feedgenerator import Atom1Feed

from articles.models import Article, Site
from discussion.models import Comment
from discussion.places import article_feed, article_home, comment_place, site_feed

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_THREADING = "http://purl.org/syndication/thread/1.0"
# What XML 1.0 cannot say in any spelling; one such character would spoil the feed for everybody.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_of_article(article: Article, comments: Sequence[Comment]) -> bytes:
    """Return the feed; its id is the article's own, whatever becomes of addresses and titles."""
    feed = _Feed(
        title=_said(f"Comments on {article.title}"),
        link=article_home(article),
        description=None,
        feed_url=article_feed(article),
        feed_guid=article.public_id.urn,
        began=article.created_at,
    )
    return _written(feed, comments)


def feed_of_site(site: Site, address: str, comments: Sequence[Comment]) -> bytes:
    """Return the feed; the id is made of what never changes of a site: its slug and its birth."""
    born = uuid5(NAMESPACE_URL, f"discussion:{site.slug}:{site.created_at.isoformat()}")
    feed = _Feed(
        title=_said(f"Comments at {site.name}"),
        link=address,
        description=None,
        feed_url=site_feed(site.slug),
        feed_guid=born.urn,
        began=site.created_at,
    )
    return _written(feed, comments)


class _Feed(Atom1Feed):
    """Django's, with each comment's words as content, and which comment it answers."""

    def root_attributes(self) -> dict[str, Any]:
        return {**super().root_attributes(), "xmlns:thr": _THREADING}

    def latest_post_date(self) -> datetime:
        """Without comments nothing has changed since the beginning."""
        began: datetime = self.feed["began"]
        return super().latest_post_date() if self.items else began

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        if item["answered"] is not None:
            answered, place = item["answered"]
            handler.addQuickElement("thr:in-reply-to", "", {"ref": answered, "href": place})
        handler.addQuickElement("content", item["description"], {"type": "html"})


def _written(feed: _Feed, comments: Sequence[Comment]) -> bytes:
    for comment in comments:
        _add(feed, comment)
    return feed.writeString("utf-8").encode()


def _add(feed: _Feed, comment: Comment) -> None:
    slug, name = comment.article.site.slug, comment.author.display_name
    revision, parent = comment.public_revision, comment.parent
    assert revision is not None  # a published comment has its text: comment_published_was_decided
    feed.add_item(
        title=_said(f"{name} on {comment.article.title}"),
        link=comment_place(slug, comment.public_id),
        description=_said(revision.fragment),
        author_name=_said(name),
        pubdate=comment.published_at,
        updateddate=comment.edited_at or comment.published_at,
        unique_id=comment.public_id.urn,
        answered=_answered(slug, parent.public_id) if parent else None,
    )


def _answered(slug: str, parent: UUID) -> tuple[str, str]:
    return parent.urn, comment_place(slug, parent)


def _said(text: str) -> str:
    return _UNSAYABLE.sub("\ufffd", text)
