"""What a person asked about all that is kept of them: a copy of it, or that it be forgotten."""

from django.db import models
from django.db.models import Q

from articles.ids import new_public_id


class PersonJob(models.Model):
    """One such request. The row is the queue, as with screenings: claimed under a lease.

    `owner` is a keyed digest of site and subject: whoever asked finds the row by their token, also
    when nothing else leads from them to what they wrote. `cursor` is the id of the last comment
    that was dealt with: a killed worker goes on from there. `kept` counts the comments that may not
    be erased yet; such a job looks again when it is due.
    """

    class Kind(models.TextChoices):
        EXPORT = "export", "a copy of what is kept"
        ERASURE = "erasure", "to be forgotten"

    class State(models.TextChoices):
        WAITING = "waiting", "waits"
        RUNNING = "running", "runs"
        KEPT = "kept", "a part has to be kept for a while"
        DONE = "done", "done"

    OPEN = (State.WAITING, State.RUNNING, State.KEPT)

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="+")
    author = models.ForeignKey("discussion.Author", models.PROTECT, related_name="person_jobs")
    owner = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    asked_by = models.CharField(max_length=80, help_text="kind:id, as the audit names them")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    cursor = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField(help_text="not before; while it runs, the end of the lease")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    # Of a finished one: then the row goes, and with it what was made.
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "kind"],
                condition=~Q(state="done"),
                name="person_job_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False, expires_at__isnull=False)
                | Q(
                    state__in=["waiting", "running", "kept"],
                    finished_at__isnull=True,
                    expires_at__isnull=True,
                ),
                name="person_job_done_expires",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="person_job_due", condition=~Q(state="done")),
            models.Index(fields=["owner", "-id"], name="person_job_by_owner"),
            models.Index(
                fields=["expires_at"],
                name="person_job_expires",
                condition=Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether there is more to be done."""
        return self.state != self.State.DONE


class ExportPart(models.Model):
    """A piece of a copy: whole lines of JSON, compressed, in order; gone with its job."""

    job = models.ForeignKey(PersonJob, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="export_part_once"),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.job_id}"


class KeptRestriction(models.Model):
    """Somebody was restricted when they asked to be forgotten, and may come back.

    All that is kept of who they were is a keyed digest of site and subject, for as long as the
    restriction lasts (discussion/forgotten.py).
    """

    owner = models.CharField(max_length=64, unique=True)
    author = models.OneToOneField("discussion.Author", models.CASCADE, primary_key=True)

    def __str__(self) -> str:
        return f"restriction of {self.author_id}"
