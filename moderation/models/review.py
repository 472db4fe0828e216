"""Judging by people: what needs one."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ReviewItem(models.Model):
    """ "A person should look": at most one open item a comment.

    Whether the comment is visible is another fact: a reported comment stays visible with an open
    item.
    """

    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="review_items")
    comment = models.ForeignKey("discussion.Comment", models.PROTECT, related_name="review_items")
    revision = models.ForeignKey("discussion.Revision", models.PROTECT, related_name="review_items")
    clauses = models.JSONField(default=list, help_text="ids of the clauses met")
    reasons = models.JSONField(default=list, help_text="codes beside clauses, like not-scored")
    priority = models.FloatField(default=0, help_text="0 to 1: the highest value that a rule met")
    reach = models.FloatField(default=1, help_text="how many may read it, in orders of magnitude")
    # Harm x reach x age in one number that does not move while time passes (queues/ranking.py).
    rank = models.FloatField(default=0)
    reports = models.PositiveIntegerField(default=0, help_text="how many readers reported it")
    # A default, since the rank is made of it before the row is stored.
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_by = models.ForeignKey(
        "discussion.User", models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(closed_at__isnull=True), name="review_one_open"
            )
        ]
        indexes = [
            models.Index(
                fields=["site", "-rank", "id"],
                name="review_by_rank",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["site", "opened_at"],
                name="review_by_age",
                condition=Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.comment_id}"


class QueueLabel(models.Model):
    """One thing that an open item can be found by, like `clause:hateful-language`.

    Kept for open items alone and never changed by hand, so that every queue of one label is one
    index range, however many items wait.
    """

    item = models.ForeignKey(ReviewItem, models.CASCADE, related_name="labels")
    site = models.ForeignKey("articles.Site", models.CASCADE, related_name="+", db_index=False)
    label = models.CharField(max_length=140)
    rank = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "label"], name="queue_label_once"),
        ]
        indexes = [
            models.Index(fields=["site", "label", "-rank", "item"], name="queue_label_by_rank"),
        ]

    def __str__(self) -> str:
        return self.label
