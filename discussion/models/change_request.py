"""A moderator asks the author to change a comment, instead of rejecting it."""

from django.db import models
from django.db.models import Q

from articles.ids import new_public_id


class ChangeRequest(models.Model):
    """Opens the edit window for one revision, until a date; at most one open a comment.

    `answered_at`: the author changed the text. `closed_at`: it is over, for whatever reason.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    comment = models.ForeignKey(
        "discussion.Comment", models.PROTECT, related_name="change_requests"
    )
    revision = models.ForeignKey(
        "discussion.Revision", models.PROTECT, related_name="change_requests"
    )
    words = models.TextField(help_text="said to the author")
    moderator = models.ForeignKey("discussion.User", models.PROTECT, related_name="change_requests")
    created_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(closed_at__isnull=True),
                name="change_request_one_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["until"],
                name="change_request_open",
                condition=Q(closed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"change request {self.public_id}"
