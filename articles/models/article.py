"""What is discussed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.ids import new_public_id
from articles.models.ledger import AuditedSubject
from articles.models.site import ModerationMode, Site, an_empty_list


class Commenting(models.TextChoices):
    """Whether an article takes new comments."""

    OPEN = "open", "open"
    CLOSED = "closed", "closed"


# What a site's public lists show. Address and title of a page that nobody announced are a visitor's
# word, which nobody has judged: it is listed from its first published comment on.
LISTED = Q(announced=True) | Q(comment_count__gt=0)


class Article(AuditedSubject):
    """An article of a site, with what its page prints.

    `version` moves with every public change of its discussion (it is the ETag of its pages);
    `change_seq` numbers those changes, one by one.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="articles")
    slug = models.SlugField(max_length=80)
    external_id = models.CharField(max_length=200)
    # 600 code points: the longest that PostgreSQL surely indexes.
    url = models.URLField(max_length=600, blank=True)
    title = models.CharField(max_length=500)
    deck = models.TextField(blank=True)
    paragraphs = models.JSONField(default=an_empty_list, blank=True)
    picture_caption = models.TextField(blank=True)
    picture_credit = models.CharField(max_length=300, blank=True)
    byline_name = models.CharField(max_length=200, blank=True)
    byline_role = models.CharField(max_length=300, blank=True)
    byline_handle = models.CharField(max_length=100, blank=True)
    author_note = models.TextField(blank=True)
    invitation = models.TextField(blank=True)
    grounds = models.JSONField(default=an_empty_list, blank=True)
    section = models.CharField(max_length=100, blank=True)
    tags = models.JSONField(default=an_empty_list, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    commenting = models.CharField(
        max_length=10, choices=Commenting.choices, default=Commenting.OPEN
    )
    closes_at = models.DateTimeField(null=True, blank=True)
    moderation = models.CharField(
        max_length=10,
        choices=ModerationMode.choices,
        blank=True,
        help_text="empty: as the site has it",
    )
    slow_mode_seconds = models.PositiveIntegerField(
        default=0,
        help_text="how long one author waits between two comments; 0: no longer than usual",
    )
    # Set by the machine while a discussion boils over (moderation/heat.py); ends by itself.
    heated_until = models.DateTimeField(null=True, blank=True, editable=False)
    announced = models.BooleanField(
        default=True,
        editable=False,
        help_text="registered by its site; else made for the first reader of its page",
    )
    # Counted with every public change (articles/changes.py), never added to.
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    change_seq = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="article_slug_once"),
            models.UniqueConstraint(fields=["site", "external_id"], name="article_external_once"),
            models.CheckConstraint(
                condition=Q(commenting__in=Commenting.values), name="article_commenting_known"
            ),
            models.CheckConstraint(
                condition=Q(moderation__in=["", *ModerationMode.values]),
                name="article_moderation_known",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "-id"], name="article_newest"),
            models.Index(fields=["site", "url"], name="article_by_url"),
            models.Index(
                fields=["site", "created_at"],
                name="article_lazy",
                condition=Q(announced=False),
            ),
            models.Index(
                fields=["heated_until"],
                name="article_heated",
                condition=Q(heated_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_comments(self) -> bool:
        """Whether a comment may be posted now."""
        closed = self.closes_at is not None and self.closes_at <= timezone.now()
        return self.commenting == Commenting.OPEN and not closed

    @property
    def is_heated(self) -> bool:
        """Whether every comment is held for a while, because the discussion boiled over."""
        return self.heated_until is not None and self.heated_until > timezone.now()

    @property
    def moderation_now(self) -> str:
        """How its comments are moderated at this moment: heat, its own mode, or the site's."""
        return ModerationMode.PRE if self.is_heated else self.moderation or self.site.moderation
