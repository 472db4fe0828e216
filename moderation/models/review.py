"""Judging by people: what needs one."""

from django.db import models
from django.db.models import Q


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
    opened_at = models.DateTimeField(auto_now_add=True)
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
                fields=["site", "-priority", "id"],
                name="review_open",
                condition=Q(closed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.comment_id}"
