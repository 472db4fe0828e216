"""Judging by machine: the queue, what came out of it, and who works on it."""

from django.db import models
from django.db.models import Q


class Screening(models.Model):
    """The job of judging one revision. The row is the queue: the broker only hints at it.

    A worker holds it under a lease by the database's clock; `attempts` is counted before the text
    is read, so that a text that kills its worker is known after three.
    """

    class Ending(models.TextChoices):
        DECIDED = "decided", "decided"
        MOOT = "moot", "the comment moved on before"

    revision = models.OneToOneField("discussion.Revision", models.PROTECT, related_name="screening")
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="screenings")
    estimated_tokens = models.PositiveIntegerField()
    request_id = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, ending="")
                | Q(finished_at__isnull=False, ending__in=["decided", "moot"]),
                name="screening_ends_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="screening_open",
                condition=Q(finished_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"screening of revision {self.revision_id}"


class Signal(models.Model):
    """One number in [0, 1] for one attribute of one revision, as a decision was made from it.

    Every producer's is kept, also those that changed nothing. `spans` are offsets in code points
    of the author's text: [[start, end, why], …].
    """

    decision = models.ForeignKey("discussion.Decision", models.PROTECT, related_name="signals")
    attribute = models.CharField(max_length=40)
    value = models.FloatField()
    producer = models.CharField(max_length=60)
    producer_version = models.CharField(max_length=60)
    producer_digest = models.CharField(max_length=64, blank=True)
    spans = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=1), name="signal_value_in_range"
            ),
            models.UniqueConstraint(
                fields=["decision", "attribute", "producer"], name="signal_once_a_producer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute}={self.value} by {self.producer}"


class WorkerHeartbeat(models.Model):
    """When a worker process was last seen alive, and what it judges with."""

    worker = models.CharField(max_length=100, unique=True)
    scorer = models.CharField(max_length=120)
    scorer_digest = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


class ScheduleHeartbeat(models.Model):
    """When a worker last did what the schedule asked for: one row. Without beat it grows old."""

    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seen at {self.seen_at}"
