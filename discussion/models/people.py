"""Who takes part: staff with accounts, and authors known by their site's word."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from articles.ids import new_public_id

# Begins the subject of whomever this service itself vouches for. A control character, which no
# reader's token may carry: a site cannot vouch for somebody into such an account, whatever subjects
# it uses itself.
OURS = "\x1f"
GUEST = f"{OURS}guest:"
USER = f"{OURS}user:"


class User(AbstractUser):
    """A member of staff. Readers have no account here: their site vouches for them."""


def subject_of(user: User) -> str:
    """Return the subject under which a user of this project takes part, at every site."""
    return f"{USER}{user.pk}"


def user_of(subject: str) -> User | None:
    """Return the user whom the subject names; None for anybody else's, and when they are gone."""
    if not subject.startswith(USER):
        return None
    return User.objects.filter(pk=subject.removeprefix(USER)).first()


def shown_name(user: User) -> str:
    """Return the name shown with what a user writes: never their address."""
    name = user.get_full_name() or user.get_username()
    return f"Reader {user.pk}" if "@" in name else name[:100]


class Author(models.Model):
    """A person at a site, known by (site, subject): never by name or e-mail.

    `restriction` is the one in force; its history is moderation's.
    """

    class Restriction(models.TextChoices):
        NONE = "", "none"
        ALWAYS_HOLD = "always_hold", "every comment is held"
        SUSPENDED = "suspended", "may not write until a date"
        BANNED = "banned", "may not write"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="authors")
    subject = models.CharField(max_length=255, help_text="the site's own id of the person")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="authors")
    display_name = models.CharField(max_length=100)
    badges = models.JSONField(default=list, blank=True)
    # Where the site's token names one; never an identity key, never shown.
    email = models.EmailField(blank=True)
    restriction = models.CharField(
        max_length=12, choices=Restriction.choices, default=Restriction.NONE, blank=True
    )
    restricted_until = models.DateTimeField(null=True, blank=True)
    restriction_reason = models.TextField(blank=True, help_text="said to the author")
    first_seen_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(
        null=True, editable=False, help_text="asked to be forgotten: no token leads here any more"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "subject"], name="author_once_a_site"),
            models.CheckConstraint(
                condition=models.Q(restriction__in=["", "always_hold", "suspended", "banned"]),
                name="author_restriction_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["restricted_until"],
                name="author_restriction_to_end",
                condition=models.Q(restricted_until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_guest(self) -> bool:
        """Whether nobody vouches for the person."""
        return self.subject.startswith(GUEST)

    @property
    def restriction_now(self) -> str:
        """The restriction in force at this moment: one that has ended is none."""
        ended = self.restricted_until is not None and self.restricted_until <= timezone.now()
        return self.Restriction.NONE if ended else self.restriction

    @property
    def may_not_write(self) -> bool:
        return self.restriction_now in {self.Restriction.SUSPENDED, self.Restriction.BANNED}
