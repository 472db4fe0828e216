"""Work on many comments that takes longer than a request: with progress, a report and an undo."""

from django.db import models
from django.db.models import Q

from articles.ids import new_public_id


class Job(models.Model):
    """One piece of work on many comments of a site. The row is the queue, as with screenings.

    `cursor` is the id of the last comment that was dealt with: a killed worker goes on from there.
    """

    class Kind(models.TextChoices):
        REJECT_WAITING = "reject_waiting", "reject what is waiting"
        REDECIDE_PUBLIC = "redecide_public", "look again at what is public"
        REJUDGE = "rejudge", "judge again by the policy and scorer of now"
        UNDO = "undo", "undo a job"

    class State(models.TextChoices):
        WAITING = "waiting", "waits"
        RUNNING = "running", "runs"
        DONE = "done", "done"
        STOPPED = "stopped", "stopped"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    author = models.ForeignKey(
        "discussion.Author", models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    params = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey("discussion.User", models.PROTECT, related_name="jobs")
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    cursor = models.BigIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=100, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="undo") | Q(undoes__isnull=False), name="job_undo_names_its_job"
            )
        ]
        indexes = [
            models.Index(
                fields=["id"], name="job_open", condition=Q(state__in=["waiting", "running"])
            ),
            models.Index(fields=["site", "-id"], name="job_by_site"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"


class JobLine(models.Model):
    """What a job did, could not do, or would do to one comment."""

    class Result(models.TextChoices):
        DECIDED = "decided", "decided"
        REFUSED = "refused", "not done"
        PROPOSED = "proposed", "would change: waits for a person"
        ACCEPTED = "accepted", "a person accepted it"
        DISMISSED = "dismissed", "a person dismissed it"

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    comment = models.ForeignKey("discussion.Comment", models.PROTECT, related_name="job_lines")
    result = models.CharField(max_length=10, choices=Result.choices)
    detail = models.CharField(max_length=200, blank=True, help_text="why it was not done")
    before = models.ForeignKey("discussion.Decision", models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey("discussion.Decision", models.PROTECT, null=True, related_name="+")
    seen_version = models.PositiveIntegerField(default=0)
    verdict = models.JSONField(
        default=dict, blank=True, help_text="outcome, clauses and reasons that are proposed"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "comment"], name="job_line_once")]
        indexes = [models.Index(fields=["job", "result", "id"], name="job_line_by_result")]

    def __str__(self) -> str:
        return f"{self.result}: {self.comment_id}"
