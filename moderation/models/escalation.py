"""What leaves the desk: alerts, and cases for counsel or police."""

from django.db import models
from django.db.models import Q

from articles.ids import new_public_id


class Escalation(models.Model):
    """A case given to counsel or police; its evidence is kept against erasure and retention.

    `evidence` is the case as it was at that moment, `digest` the SHA-256 of its canonical JSON.
    """

    class To(models.TextChoices):
        COUNSEL = "counsel", "counsel"
        POLICE = "police", "police"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="escalations")
    comment = models.ForeignKey("discussion.Comment", models.PROTECT, related_name="escalations")
    to = models.CharField(max_length=10, choices=To.choices)
    reason = models.TextField(max_length=4_000)
    reference = models.CharField(max_length=100, blank=True, help_text="the other side's own")
    escalated_by = models.ForeignKey("discussion.User", models.PROTECT, related_name="escalations")
    created_at = models.DateTimeField(auto_now_add=True)
    evidence = models.JSONField()
    digest = models.CharField(max_length=64)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "discussion.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_because = models.TextField(blank=True, max_length=4_000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="escalation_lifted_by_somebody",
            )
        ]
        indexes = [
            models.Index(
                fields=["comment"],
                name="escalation_in_force",
                condition=Q(lifted_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_to_display()}: {self.comment_id}"


class Alert(models.Model):
    """Something that the desk's people are told at once; the row is the queue of its delivery."""

    class Kind(models.TextChoices):
        QUEUE_AGE = "queue_age", "the queue ages"
        THREAT = "threat", "a threat arrived"
        WEBHOOK = "webhook", "a webhook was switched off"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    comment = models.ForeignKey(
        "discussion.Comment", models.CASCADE, null=True, related_name="alerts"
    )
    data = models.JSONField(default=dict, help_text="ids and figures, never a text")
    opened_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="what it tells of is over, or told")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(kind="queue_age", closed_at__isnull=True),
                name="alert_one_queue_age",
            ),
            models.UniqueConstraint(
                fields=["comment"], condition=Q(kind="threat"), name="alert_one_a_threat"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="alert_due", condition=Q(closed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"
