"""What was imposed on an author, by whom, why and until when."""

from django.db import models
from django.db.models import Q

from articles.ids import new_public_id


class Sanction(models.Model):
    """One measure against an author at a site; the row stays when it is over.

    What of all this is in force stands on the author (`Author.restriction`), written with each
    change here and nowhere else (moderation/sanctions/in_force.py).
    """

    class Kind(models.TextChoices):
        WARNING = "warning", "warning"
        ALWAYS_HOLD = "always_hold", "every comment is held"
        SUSPENSION = "suspension", "may not write until a date"
        BAN = "ban", "may not write"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="sanctions")
    author = models.ForeignKey("discussion.Author", models.PROTECT, related_name="sanctions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    clause = models.CharField(max_length=60, blank=True, help_text="id of the clause broken")
    reason = models.TextField(max_length=4_000, help_text="said to the author")
    private_note = models.TextField(blank=True, max_length=4_000)
    comment = models.ForeignKey(
        "discussion.Comment", models.PROTECT, null=True, blank=True, related_name="sanctions"
    )
    imposed_by = models.ForeignKey(
        "discussion.User", models.PROTECT, related_name="imposed_sanctions"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "discussion.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_because = models.TextField(blank=True, max_length=4_000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["warning", "always_hold", "suspension", "ban"]),
                name="sanction_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="suspension") | Q(ends_at__isnull=False),
                name="sanction_suspension_ends",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="sanction_lifted_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="sanction_by_author"),
            models.Index(fields=["site", "created_at"], name="sanction_by_site"),
            models.Index(
                fields=["ends_at"],
                name="sanction_to_end",
                condition=Q(lifted_at__isnull=True, ends_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.author_id}"
