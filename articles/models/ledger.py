"""The site's ledger: what happened (audit) and what is to be told to others (outbox)."""

from typing import ClassVar

from django.db import models

from articles.ids import new_public_id


class AuditedSubject(models.Model):
    """A row with a chain of audit events of its own; its head and length stand on the row.

    So no writer waits for a head that all of a site shares: whoever changes the row holds its lock.
    """

    audit_count = models.PositiveIntegerField(default=0, editable=False)
    audit_head = models.CharField(max_length=64, default="", blank=True, editable=False)

    class Meta:
        abstract = True

    # The field that names the row for ever; not the primary key, which a restore may change.
    AUDIT_KEY: ClassVar[str] = "public_id"

    @property
    def audit_subject(self) -> str:
        """The subject as the events name it, like `comment:0192…`."""
        return f"{self._meta.model_name}:{getattr(self, self.AUDIT_KEY)}"


class AuditEvent(models.Model):
    """One thing that happened to one subject. Append-only; each row chains to the one before.

    `mac` is HMAC-SHA256, with a key outside the database, over every other field and `previous`.
    """

    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="audit_events")
    subject = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField(help_text="1 for the first event of its subject")
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=80, help_text="kind:id, never a name or an address")
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="audit_one_per_place"),
            models.CheckConstraint(
                condition=models.Q(sequence__gte=1), name="audit_sequence_from_one"
            ),
        ]
        indexes = [models.Index(fields=["site", "id"], name="audit_by_site")]

    def __str__(self) -> str:
        return f"{self.subject} #{self.sequence} {self.kind}"


class OutboxEvent(models.Model):
    """A change to be told to the outside, written with the change; delivered later, at least
    once.

    `fanned_out_at`: from then on each endpoint that wants it has a row of its own for it. Kept: the
    feed of an article's changes reads it too.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="outbox_events")
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, blank=True, related_name="outbox_events"
    )
    sequence = models.PositiveBigIntegerField(
        null=True, help_text="place in the article's order of changes; none: outside of it"
    )
    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    public = models.BooleanField(
        default=False, editable=False, help_text="whether the article's page looks different since"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    fanned_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "sequence"], name="outbox_one_per_change")
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="outbox_to_fan_out",
                condition=models.Q(fanned_out_at__isnull=True),
            ),
            # What is sent again since a time, and what a retention rule lets go of.
            models.Index(fields=["site", "created_at"], name="outbox_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
