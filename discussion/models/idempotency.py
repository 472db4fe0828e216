"""What a repeated request is answered with."""

from django.db import models


class IdempotencyRecord(models.Model):
    """A key that a caller sent with a POST, and the row that the POST made.

    The answer is made again from the resource, so nothing of it is kept here.
    """

    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="+")
    caller = models.CharField(max_length=300, help_text="kind:id")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="keyed hash of method, path and body")
    resource = models.UUIDField(help_text="public id of the row that was made")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "caller", "key"], name="idempotency_key_once")
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
