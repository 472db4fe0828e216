"""A site's own service that is asked about each comment."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from articles.models.site import an_empty_list

MOST_SECONDS = 5


class ExternalModerator(models.Model):
    """Where the service answers, and with what it recognises us. The newest secret first; all sign.

    Beside the site's row, as not many sites have one.
    """

    site = models.OneToOneField(
        "articles.Site", models.CASCADE, primary_key=True, related_name="external_moderator"
    )
    url = models.URLField(
        max_length=600, help_text="where comments are sent; by https, but on a network of your own"
    )
    seconds = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SECONDS)],
        help_text="how long an answer is waited for; judging waits too",
    )
    enabled = models.BooleanField(
        default=False, help_text="off: not asked; rules on its signals then hold everything"
    )
    sealed_secrets = models.JSONField(default=an_empty_list, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconds__range=(1, MOST_SECONDS)),
                name="external_moderator_seconds",
            )
        ]

    def __str__(self) -> str:
        return f"external moderator of {self.site_id}"
