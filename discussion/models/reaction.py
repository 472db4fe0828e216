"""What readers say about a comment without words."""

from django.db import models
from django.utils import timezone


class Reaction(models.Model):
    """One reader's reaction of one name to one comment. How many there are stands on the comment,
    counted anew with each (discussion/figures.py).
    """

    comment = models.ForeignKey(
        "discussion.Comment", models.CASCADE, related_name="reactions", db_index=False
    )
    author = models.ForeignKey("discussion.Author", models.CASCADE, related_name="reactions")
    name = models.CharField(max_length=30)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "name", "author"], name="reaction_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.author_id}"
