"""One contribution and its texts."""

import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone

from articles.ids import new_public_id
from articles.models import AuditedSubject

models.TextField.register_lookup(Length)

MAX_BODY_LENGTH = 10_000
# Deeper replies attach to this level: screens are narrow, and long chains turn personal.
MAX_DEPTH = 8


def new_salt() -> bytes:
    """Return the salt of one revision's text hash; erasing it makes the hash say nothing."""
    return secrets.token_bytes(16)


class Comment(AuditedSubject):
    """A place in a thread. What it says stands in its revisions, why it is (not) seen in decisions.

    `version` moves with status, revision and decision; it is what If-Match compares. `path` is the
    8-byte big-endian ids of the ancestors and its own, so that a thread in order is one index
    range. `listed` tells whether the public thread has a place for it: published, or gone with
    something listed below it. The figures (`reaction_counts`, `like_count`, `reply_count`) are
    counted by query where what they count is written; lists are sorted by the latter two.
    """

    class Status(models.TextChoices):
        PENDING = "pending", "not yet judged"
        PUBLISHED = "published", "published"
        HELD = "held", "waits for a moderator"
        REJECTED = "rejected", "rejected"
        WITHDRAWN = "withdrawn", "withdrawn by its author"
        ERASED = "erased", "erased on request"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="comments")
    # Without indexes of their own: where SQLite has the choice it takes them, and then walks the
    # whole thread where the partial indexes below are one range.
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, related_name="comments", db_index=False
    )
    author = models.ForeignKey("discussion.Author", models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    root = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="thread", db_index=False
    )
    depth = models.PositiveSmallIntegerField(default=0, help_text="0 for a root")
    path = models.BinaryField(max_length=8 * (MAX_DEPTH + 1), default=b"", editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    listed = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    public_revision = models.ForeignKey(
        "discussion.Revision", models.PROTECT, null=True, editable=False, related_name="+"
    )
    decision = models.ForeignKey(
        "discussion.Decision", models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    reaction_counts = models.JSONField(
        default=dict, editable=False, help_text="how many readers gave each, by name"
    )
    like_count = models.PositiveIntegerField(default=0, editable=False)
    reply_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="its direct replies that are published"
    )
    reactions_told = models.BooleanField(
        default=True, editable=False, help_text="whether the article's page shows the present ones"
    )
    featured_at = models.DateTimeField(
        null=True, editable=False, help_text="since when a moderator recommends it to readers"
    )
    locked_at = models.DateTimeField(
        null=True, editable=False, help_text="of a root: since when nobody may answer in its thread"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["pending", "published", "held", "rejected", "withdrawn", "erased"]
                ),
                name="comment_status_known",
            ),
            # The promise of the house: nothing is public without a decision and its text.
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(
                    decision__isnull=False,
                    public_revision__isnull=False,
                    published_at__isnull=False,
                ),
                name="comment_published_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(depth=0, parent__isnull=True, root__isnull=True)
                | Q(
                    depth__gte=1,
                    depth__lte=MAX_DEPTH,
                    parent__isnull=False,
                    root__isnull=False,
                ),
                name="comment_depth_fits_parent",
            ),
            models.CheckConstraint(
                condition=Q(status="published", listed=True)
                | Q(status__in=["withdrawn", "rejected", "erased", "held"])
                | Q(status="pending", listed=False),
                name="comment_listed_fits_status",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "id"],
                name="comment_roots",
                condition=Q(parent__isnull=True, listed=True),
            ),
            models.Index(fields=["root", "path"], name="comment_thread", condition=Q(listed=True)),
            models.Index(
                fields=["parent", "id"],
                name="comment_children",
                condition=Q(listed=True, parent__isnull=False),
            ),
            # The same rows by their figures, highest first when walked backwards.
            models.Index(
                fields=["article", "like_count", "id"],
                name="comment_roots_by_likes",
                condition=Q(parent__isnull=True, listed=True),
            ),
            models.Index(
                fields=["article", "reply_count", "id"],
                name="comment_roots_by_replies",
                condition=Q(parent__isnull=True, listed=True),
            ),
            models.Index(
                fields=["parent", "like_count", "id"],
                name="comment_children_by_likes",
                condition=Q(listed=True, parent__isnull=False),
            ),
            models.Index(
                fields=["parent", "reply_count", "id"],
                name="comment_children_by_replies",
                condition=Q(listed=True, parent__isnull=False),
            ),
            models.Index(
                fields=["article"],
                name="comment_published",
                condition=Q(status="published"),
            ),
            models.Index(
                fields=["id"],
                name="comment_reactions_untold",
                condition=Q(reactions_told=False),
            ),
            models.Index(fields=["author", "-id"], name="comment_by_author"),
            # Feeds; nothing else reads by when a comment became public.
            models.Index(
                fields=["article", "-published_at", "-id"],
                name="comment_newest_on_article",
                condition=Q(status="published"),
            ),
            models.Index(
                fields=["site", "-published_at", "-id"],
                name="comment_newest_at_site",
                condition=Q(status="published"),
            ),
            # Figures are by day; nothing else reads by it.
            models.Index(fields=["site", "created_at"], name="comment_by_day"),
            # What retention asks each day: few, however many comments there are.
            models.Index(
                fields=["site", "created_at"],
                name="comment_gone_by_day",
                condition=Q(status__in=["rejected", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.public_id}"

    @property
    def is_gone(self) -> bool:
        """Whether it was taken away for good: only a tombstone may stand in its place."""
        return self.status in {"rejected", "withdrawn", "erased"}


class Revision(models.Model):
    """A text of a comment, by number. Signals and decisions belong to one revision."""

    class State(models.TextChoices):
        PENDING = "pending", "not yet judged"
        HELD = "held", "waits for a moderator"
        PUBLISHED = "published", "published"
        REJECTED = "rejected", "rejected"
        SUPERSEDED = "superseded", "replaced, or its comment is gone"

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    fragment = models.TextField(help_text="the text as cleaned HTML")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    salt = models.BinaryField(max_length=16, default=new_salt, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(state__in=["pending", "held"]),
                name="revision_one_waiting",
            ),
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(state="published"),
                name="revision_one_published",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "held", "published", "rejected", "superseded"]),
                name="revision_state_known",
            ),
            models.CheckConstraint(
                condition=Q(text__length__lte=MAX_BODY_LENGTH), name="revision_text_length"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_from_one"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.comment_id}"

    @property
    def waits(self) -> bool:
        """Whether a judgement of it is still to come."""
        return self.state in {self.State.PENDING, self.State.HELD}
