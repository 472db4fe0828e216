"""How a site's desk works, and how each moderator likes it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from articles.models.site import an_empty_list


class DeskSettings(models.Model):
    """What a site chose for its desk. A site without a row has the defaults."""

    site = models.OneToOneField(
        "articles.Site", models.CASCADE, primary_key=True, related_name="desk"
    )
    second_person = models.ForeignKey(
        "discussion.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="decides appeals where nobody else may: on a site with one moderator",
    )
    heat_comments = models.PositiveIntegerField(
        default=60, help_text="comments to one article in ten minutes; 0: never too hot"
    )
    heat_held_share = models.FloatField(
        default=0.3,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="share of them that was held, from which on all are held for a while",
    )
    heat_minutes = models.PositiveIntegerField(default=30, validators=[MinValueValidator(1)])
    second_look_share = models.FloatField(
        default=0.02,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="share of all decisions that another moderator judges again, blindly",
    )
    alert_emails = models.JSONField(default=an_empty_list, blank=True)
    alert_url = models.URLField(max_length=600, blank=True)
    sealed_alert_secret = models.TextField(blank=True, editable=False)
    queue_age_minutes = models.PositiveIntegerField(
        default=120, help_text="an item that waits longer is told; 0: never"
    )
    threat_at = models.FloatField(
        default=0.9,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="a threat of at least this value is told at once; 1: only the surest",
    )

    class Meta:
        verbose_name_plural = "desk settings"

    def __str__(self) -> str:
        return f"desk of {self.site_id}"


class SavedView(models.Model):
    """A queue that somebody wants to find again: all of its labels at once, the older first.

    `site` empty: at all sites of whoever looks. `owner` empty: for everybody of the site.
    """

    site = models.ForeignKey(
        "articles.Site", models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    owner = models.ForeignKey(
        "discussion.User", models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    name = models.CharField(max_length=80)
    labels = models.JSONField(
        default=an_empty_list,
        blank=True,
        help_text="like clause:hateful-language; of one kind any, of several kinds each",
    )
    waiting_minutes = models.PositiveIntegerField(
        default=0, help_text="only what waits at least this long"
    )
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class ReasoningTemplate(models.Model):
    """Words for the author that a moderator can start from, by clause."""

    site = models.ForeignKey("articles.Site", models.CASCADE, related_name="reasoning_templates")
    clause = models.CharField(max_length=60, help_text="id of a clause of the policy")
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=4_000, help_text="said to the author")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["site", "clause", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "clause", "title"], name="reasoning_template_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class DeskPreference(models.Model):
    """How one moderator likes the desk: what is blurred until asked for."""

    class Blur(models.TextChoices):
        NOTHING = "nothing", "nothing"
        SLURS = "slurs", "the marked words"
        TEXTS = "texts", "every text"

    user = models.OneToOneField(
        "discussion.User", models.CASCADE, primary_key=True, related_name="desk_preference"
    )
    blur = models.CharField(max_length=10, choices=Blur.choices, default=Blur.SLURS)

    def __str__(self) -> str:
        return f"{self.user_id}: blurs {self.blur}"
