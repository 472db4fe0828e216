"""What is kept of texts to know one again: keyed numbers, for a day."""

from django.db import models


class TextFingerprint(models.Model):
    """One of the numbers by which a text, or one nearly the same, is known again.

    Keyed with a server secret, so they say nothing without it; purged when their time is over
    (moderation/repetition.py). A text has several: the more are equal, the more alike two texts.
    """

    # No indexes beside those below: rows are found by value or by age, and gone in a day.
    site = models.ForeignKey("articles.Site", models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(
        "discussion.Author", models.CASCADE, related_name="+", db_index=False
    )
    comment = models.ForeignKey(
        "discussion.Comment", models.CASCADE, related_name="+", db_index=False
    )
    value = models.BigIntegerField()
    created_at = models.DateTimeField(help_text="when the text was written")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "value"], name="fingerprint_once_a_comment")
        ]
        indexes = [
            models.Index(fields=["value"], name="fingerprint_by_value"),
            models.Index(fields=["created_at"], name="fingerprint_by_age"),
        ]

    def __str__(self) -> str:
        return f"fingerprint of comment {self.comment_id}"


class TextRepeat(models.Model):
    """A comment whose text is nearly the same as that of an earlier one, `of`: one case to decide.

    Kept as long as the fingerprints that it was found by.
    """

    comment = models.OneToOneField(
        "discussion.Comment", models.CASCADE, primary_key=True, related_name="+"
    )
    of = models.ForeignKey("discussion.Comment", models.CASCADE, related_name="+", db_index=False)
    created_at = models.DateTimeField(help_text="when the text was written")

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="text_repeat_by_age")]

    def __str__(self) -> str:
        return f"comment {self.comment_id} repeats {self.of_id}"
