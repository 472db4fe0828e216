"""How long a site keeps what it no longer needs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class RetentionRule(models.Model):
    """One kind of thing, and after how many days its words go. Without a rule they are kept."""

    class What(models.TextChoices):
        REJECTED = "rejected", "rejected comments, once no appeal is possible"
        WITHDRAWN = "withdrawn", "comments that their authors took back"
        REPORTS = "reports", "the words of settled reports"
        NOTICES = "notices", "settled notices: their words, and who gave them"
        APPEALS = "appeals", "the words of decided appeals"
        NOTES = "notes", "private notes of the team"
        NOTIFICATIONS = "notifications", "which mails were sent to whom"
        EVENTS = "events", "events for other servers, and what became of them"

    site = models.ForeignKey("articles.Site", models.CASCADE, related_name="retention_rules")
    what = models.CharField(max_length=20, choices=What.choices)
    # A week: what is still being delivered, or may still be undone, is younger.
    days = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(7), MaxValueValidator(3_650)],
        help_text="days after it was settled, decided, sent or taken back",
    )

    class Meta:
        ordering = ["site", "what"]
        constraints = [
            models.UniqueConstraint(fields=["site", "what"], name="retention_rule_once"),
            models.CheckConstraint(
                condition=models.Q(days__gte=7, days__lte=3_650), name="retention_days_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.days} days"
