"""What one reader sees beyond the public page: their own texts, and what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles.api.shapes import instant
from articles.models import Article
from discussion.appealable import appealable
from discussion.change_requests import open_requests
from discussion.models import Author, ChangeRequest, Mute, Reaction, Revision
from discussion.rows import Row
from discussion.shapes import author_json
from discussion.threads import Branch


@dataclass(frozen=True, slots=True)
class Viewing:
    """A reader before an article; no author: a newcomer.

    Their latest texts by comment, what moderators ask them to change, which comments they can
    appeal about, whose words they do not want to read, and how they reacted to which comment;
    `unfolded`: they asked for this very comment, whoever wrote it.
    """

    author: Author | None
    article: Article
    texts: dict[int, Revision]
    requests: dict[int, ChangeRequest]
    appealable: frozenset[int]
    muted: frozenset[int]
    reacted: dict[int, list[str]]
    unfolded: bool = False

    @classmethod
    def of(
        cls, author: Author | None, article: Article, rows: Iterable[Row], *, unfolded: bool = False
    ) -> "Viewing":
        """Read what concerns the author about the rows: a statement each, however many they are."""
        rows = list(rows)
        mine = [row.pk for row in rows if author is not None and row.author_pk == author.pk]
        revisions = Revision.objects.filter(comment_id__in=mine).order_by("number") if mine else []
        texts = {revision.comment_id: revision for revision in revisions}
        return cls(
            author,
            article,
            texts,
            {asked.comment_id: asked for asked in open_requests(mine)} if mine else {},
            appealable(texts),
            _muted_by(author, rows),
            _reacted_by(author, rows),
            unfolded,
        )

    @classmethod
    def of_new(cls, author: Author, article: Article, text: Revision) -> "Viewing":
        """Return how an author sees what they have just posted: nothing is to be read for that."""
        return cls(author, article, {text.comment_id: text}, {}, frozenset(), frozenset(), {})

    def personal(self, branch: Branch) -> dict[str, Any]:
        """Return the fields of a comment that are for this reader alone."""
        revision = self.texts.get(branch.row.pk)
        muted = branch.row.author_pk in self.muted
        fields: dict[str, Any] = {
            "muted": muted,
            "reacted": self.reacted.get(branch.row.pk, []),
            "can": self._can(branch, revision),
        }
        if muted and not self.unfolded:
            fields["body_html"] = None
        if revision is not None and branch.row.status != "erased":
            fields |= self._own(branch.row, revision)
        return fields

    @property
    def _is_guest(self) -> bool:
        return self.author is not None and self.author.is_guest

    def _own(self, row: Row, latest: Revision) -> dict[str, Any]:
        published = row.status == "published"
        # To its author a held comment is one that waits; only others see that something is gone.
        tombstone = {"tombstone": None} if row.status == "held" else {}
        return {
            **tombstone,
            "author": author_json(row),
            "body_text": latest.text,
            "body_html": row.fragment if published else latest.fragment,
            "waiting_edit": latest.state if published and latest.waits else None,
            "change_request": _request_json(self.requests.get(row.pk)),
        }

    def _can(self, branch: Branch, own: Revision | None) -> dict[str, bool]:
        welcome = not (self.author and self.author.may_not_write)
        may_write = self.article.takes_comments and welcome
        published = branch.row.status == "published"
        window = timedelta(seconds=self.article.site.edit_window_seconds)
        in_time = timezone.now() <= branch.row.created_at + window
        untouched = own is not None and not own.waits and not branch.listed
        return {
            "reply": may_write and published and not branch.row.is_locked,
            "edit": (may_write and published and untouched and in_time)
            or (welcome and branch.row.pk in self.requests),
            "report": welcome and published and own is None,
            "react": welcome and published and own is None and not self._is_guest,
            "appeal": branch.row.pk in self.appealable,
        }


def _muted_by(author: Author | None, rows: Iterable[Row]) -> frozenset[int]:
    """Return which of the rows' authors the reader has muted."""
    others = {row.author_pk for row in rows}
    if author is None or not others - {author.pk}:
        return frozenset()
    mutes = Mute.objects.filter(reader=author, muted__in=others)
    return frozenset(mutes.values_list("muted_id", flat=True))


def _reacted_by(author: Author | None, rows: Iterable[Row]) -> dict[int, list[str]]:
    """Return the names of the author's reactions by comment."""
    given: dict[int, list[str]] = {}
    if author is not None:
        reactions = Reaction.objects.filter(author=author, comment__in=[row.pk for row in rows])
        for comment_pk, name in reactions.order_by("name").values_list("comment_id", "name"):
            given.setdefault(comment_pk, []).append(name)
    return given


def _request_json(request: ChangeRequest | None) -> dict[str, Any] | None:
    if request is None:
        return None
    return {"words": request.words, "until": instant(request.until)}
