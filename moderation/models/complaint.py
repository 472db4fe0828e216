"""What readers and authors say against a comment or a decision: reports, notices, appeals."""

from django.db import models
from django.db.models import Q

from articles.ids import new_public_id


class Report(models.Model):
    """A reader's complaint about a comment; one a reader and comment.

    `weight` is how much it counted when it was made, 0 to 1: by how often this reader was right.
    `upheld` is empty until a person decided.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="reports")
    comment = models.ForeignKey("discussion.Comment", models.PROTECT, related_name="reports")
    revision = models.ForeignKey("discussion.Revision", models.PROTECT, related_name="reports")
    reporter = models.ForeignKey("discussion.Author", models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=60, help_text="id of a clause, or `other`")
    text = models.TextField(blank=True, max_length=2_000)
    weight = models.FloatField()
    created_at = models.DateTimeField(auto_now_add=True)
    decision = models.ForeignKey(
        "discussion.Decision", models.PROTECT, null=True, related_name="reports"
    )
    upheld = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="report_once_a_reader"),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=1), name="report_weight_in_range"
            ),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True, settled_at__isnull=True)
                | Q(upheld__isnull=False, settled_at__isnull=False),
                name="report_settled_with_an_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "created_at"], name="report_by_site"),
            models.Index(fields=["reporter", "settled_at"], name="report_by_reporter"),
            # What retention asks each hour, and the reports of a period.
            models.Index(
                fields=["site", "settled_at"],
                name="report_settled",
                condition=Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.public_id}"


class Notice(models.Model):
    """A notice of illegal content by anybody (Digital Services Act, Art. 16).

    Its sender gets a receipt with the reference, and later the decision.
    """

    reference = models.CharField(max_length=20, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="notices")
    comment = models.ForeignKey("discussion.Comment", models.PROTECT, related_name="notices")
    revision = models.ForeignKey("discussion.Revision", models.PROTECT, related_name="notices")
    explanation = models.TextField(max_length=4_000)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    receipt_sent_at = models.DateTimeField(null=True)
    # Empty with an answer: its author took the comment away, and nothing was left to decide.
    decision = models.ForeignKey(
        "discussion.Decision", models.PROTECT, null=True, related_name="notices"
    )
    upheld = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)
    answer_sent_at = models.DateTimeField(null=True)
    # The row is the queue of both mails: when the next one is due, and how often it was tried.
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(upheld__isnull=True, settled_at__isnull=True)
                | Q(upheld__isnull=False, settled_at__isnull=False),
                name="notice_settled_with_an_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "created_at"], name="notice_by_site"),
            models.Index(fields=["due_at"], name="notice_due", condition=Q(due_at__isnull=False)),
            models.Index(
                fields=["site", "settled_at"],
                name="notice_settled",
                condition=Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Appeal(models.Model):
    """The author's complaint against one decision, once, decided by another person (Art. 20)."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        UPHELD = "upheld", "the decision stands"
        OVERTURNED = "overturned", "the decision was overturned"
        # The comment was withdrawn, erased or published meanwhile: nothing is left to decide.
        MOOT = "moot", "settled otherwise"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="appeals")
    comment = models.ForeignKey("discussion.Comment", models.PROTECT, related_name="appeals")
    decision = models.OneToOneField("discussion.Decision", models.PROTECT, related_name="appeal")
    author = models.ForeignKey("discussion.Author", models.PROTECT, related_name="appeals")
    words = models.TextField(max_length=4_000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        "discussion.User", models.PROTECT, null=True, related_name="decided_appeals"
    )
    decided_at = models.DateTimeField(null=True)
    reasoning = models.TextField(blank=True, max_length=4_000, help_text="said to the author")
    private_note = models.TextField(blank=True, max_length=4_000)
    outcome_decision = models.OneToOneField(
        "discussion.Decision", models.PROTECT, null=True, related_name="from_appeal"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | Q(state="moot", decided_at__isnull=False)
                | Q(
                    state__in=["upheld", "overturned"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="appeal_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "created_at"], name="appeal_open", condition=Q(state="open")
            ),
            models.Index(fields=["site", "created_at"], name="appeal_by_site"),
            models.Index(
                fields=["site", "decided_at"],
                name="appeal_decided",
                condition=Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.public_id}"
