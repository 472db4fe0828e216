"""Where a site says by itself which articles it has."""

from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from articles.models.site import Site


class FeedSource(models.Model):
    """A feed of a site that is read again and again (discussion/flows/read_feeds.py).

    The row is the queue: `due_at` says when, `failures` how often it failed since it last went
    well, `trouble` why, in words for the site's staff.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="feed_sources")
    url = models.URLField(max_length=600, help_text="of an RSS or Atom feed")
    every_minutes = models.PositiveSmallIntegerField(
        default=15, validators=[MinValueValidator(5), MaxValueValidator(1_440)]
    )
    enabled = models.BooleanField(default=True, help_text="whether it is read at all")
    # As the feed's server sent them, to be sent back: it then says whether anything is new.
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    due_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False, help_text="when it last went well")
    taken = models.PositiveIntegerField(default=0, editable=False, help_text="entries, last time")
    refused = models.PositiveIntegerField(default=0, editable=False, help_text="entries, last time")
    failures = models.PositiveIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "feed"
        constraints = [models.UniqueConstraint(fields=["site", "url"], name="feed_source_once")]
        indexes = [
            models.Index(
                fields=["due_at"], name="feed_source_due", condition=models.Q(enabled=True)
            )
        ]

    def __str__(self) -> str:
        # Stands in the log of the admin, where a key in the address has no place.
        return f"feed at {urlsplit(self.url).hostname or '?'}"
