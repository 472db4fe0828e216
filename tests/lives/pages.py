"""Every public page is the same wherever it comes from: the lane, a cache, or made anew."""

import json
from collections.abc import Iterator

from django.core.cache import cache

from articles.api.base import json_bytes
from articles.models import Article
from discussion.api import listing
from discussion.api.listing import Asked, public_page
from discussion.api.page_cache import memory
from discussion.api.throttles import tallies
from discussion.flows.tell_reactions import tell_reactions
from discussion.lane.lane import FastLane
from discussion.lane.question import params_of
from discussion.shapes import Frame
from tests.wsgi_calls import Counting, call

QUERIES = ("", "sort=oldest&limit=1", "sort=most_liked&limit=2&replies_limit=1")


class Pages:
    """What readers are shown in one life; a version once seen never shows something else."""

    def __init__(self) -> None:
        self.django = Counting()
        self.lane = FastLane(self.django)
        self.shown: dict[str, bytes] = {}

    def differences(self) -> Iterator[str]:
        """Yield which page of which article is not the same from everywhere."""
        # Reactions come into pages some seconds late; here they are told at once.
        tell_reactions()
        for article in Article.objects.select_related("site"):
            for query in QUERIES:
                yield from self._differences(article, query)

    def _differences(self, article: Article, query: str) -> Iterator[str]:
        path = f"/api/v1/articles/{article.public_id}/comments/?{query}"
        # Nobody here asks too often; and what was kept under an earlier version stays.
        tallies.clear()
        by_lane = call(self.lane, path)
        again = call(self.lane, path)
        memory.clear()
        from_cache = call(self.django, path)
        memory.clear()
        cache.clear()
        anew = call(self.lane, path)
        asked = Asked.of(article, dict(params_of(query) or {}))
        written, _ = public_page(asked)
        in_words = json_bytes(
            listing._page_json(asked, *listing._read(asked), Frame(article, asked.more))
        )
        bodies = {by_lane.body, again.body, from_cache.body, anew.body, written, in_words}
        if len(bodies) > 1 or "results" not in json.loads(written):
            yield f"{path} at version {article.version}"
        etag = by_lane.header("ETag") or ""
        if self.shown.setdefault(etag, written) != written:
            yield f"{path} shows two things at version {article.version}"
