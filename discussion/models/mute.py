"""Whom a reader does not want to read."""

from django.db import models
from django.db.models import F, Q


class Mute(models.Model):
    """One reader does not want to see another's words; nobody else is concerned or told."""

    reader = models.ForeignKey("discussion.Author", models.CASCADE, related_name="mutes")
    muted = models.ForeignKey("discussion.Author", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "muted"], name="mute_once"),
            models.CheckConstraint(condition=~Q(reader=F("muted")), name="mute_another"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} mutes {self.muted_id}"
