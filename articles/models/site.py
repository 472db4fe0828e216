"""Who owns the policy: a publication, with its names, settings and its servers' keys."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from articles.models.ledger import AuditedSubject
from articles.models.policy import PolicyVersion


def an_empty_list() -> list[str]:
    """Default of the lists of words below; a function, since migrations name it."""
    return []


def the_usual_reactions() -> list[str]:
    """Return what readers can say about a comment without words, where nobody chose."""
    return ["like"]


class ModerationMode(models.TextChoices):
    """How a site or an article is moderated: an input of the policy engine."""

    MACHINE = "machine", "scored, then published or held"
    PRE = "pre", "everything is held first"
    POST = "post", "scored, published unless rejected, looked at later"


class Site(AuditedSubject):
    """A publication. Every other row belongs to one; no site sees another's."""

    AUDIT_KEY = "slug"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=63, unique=True)
    domain = models.CharField(max_length=253, blank=True, help_text="like example.org")
    aliases = models.JSONField(
        default=an_empty_list, blank=True, help_text="other names that readers use"
    )
    handles = models.JSONField(default=an_empty_list, blank=True, help_text="like @example")
    staff = models.JSONField(default=an_empty_list, blank=True, help_text="authors and editors")
    contacts = models.JSONField(
        default=an_empty_list, blank=True, help_text="published addresses: no personal data"
    )
    allowed_origins = models.JSONField(
        default=an_empty_list, blank=True, help_text="like https://www.example.org"
    )
    lazy_articles = models.BooleanField(
        default=True,
        help_text="a page at an allowed origin that nobody registered gets its discussion when its "
        "first reader opens it",
    )
    languages = models.JSONField(default=an_empty_list, blank=True, help_text="ISO 639-1 codes")
    reactions = models.JSONField(
        default=the_usual_reactions,
        blank=True,
        help_text="names that readers can react with; `like` is what “most liked” sorts by",
    )
    # Names the list in force (see Blocklist), so that it is read when it has changed and not with
    # every row of its site.
    blocklist_digest = models.CharField(max_length=64, blank=True, editable=False)
    moderation = models.CharField(
        max_length=10, choices=ModerationMode.choices, default=ModerationMode.MACHINE
    )
    edit_window_seconds = models.PositiveIntegerField(
        default=300, validators=[MaxValueValidator(7 * 24 * 3600)]
    )
    # Digital Services Act, Art. 20(1): complaints are open for at least six months.
    appeal_days = models.PositiveSmallIntegerField(
        default=184,
        validators=[MinValueValidator(1), MaxValueValidator(3_650)],
        help_text="how long an author may appeal a decision",
    )
    # Off unless it is wanted: what helps a reader to write better tells others how far they can go.
    nudge = models.BooleanField(
        default=False,
        help_text="readers may ask what would become of a comment before they post it",
    )
    policy = models.ForeignKey(
        PolicyVersion, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moderation__in=ModerationMode.values),
                name="site_moderation_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def published_policy(self) -> PolicyVersion:
        """The policy in force. Every site has one from its first moment (flows/create_site.py)."""
        if self.policy is None:
            raise PolicyVersion.DoesNotExist(f"{self.name} was made without a policy.")
        return self.policy


class Blocklist(models.Model):
    """What a site's editors never want to see. Thousands of lines: hence beside the site's row,
    which is read with nearly everything.
    """

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="blocklist")
    phrases = models.JSONField(default=an_empty_list, blank=True)
    domains = models.JSONField(
        default=an_empty_list, blank=True, help_text="hosts; those below them included"
    )

    def __str__(self) -> str:
        return f"{len(self.phrases)} phrases, {len(self.domains)} domains"


class SiteKey(models.Model):
    """A server's key. Only its digest is kept; it is shown once, when it is made."""

    SCOPES: ClassVar[list[tuple[str, str]]] = [
        ("articles:write", "create and change articles"),
        ("analyze", "score texts by the compatible call"),
        ("readers:revoke", "revoke reader tokens, sign readers out"),
    ]

    site = models.ForeignKey(Site, models.PROTECT, related_name="keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16, help_text="the first characters, to recognise it by")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=an_empty_list)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["site", "-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
