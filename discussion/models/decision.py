"""Why a comment is (not) seen: decisions, what was said about them, and statements of reasons."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.ids import new_public_id


class Decision(models.Model):
    """One ruling on one revision, by machine, person or import. Append-only.

    A later ruling supersedes an earlier one of the same revision by reference; the effective one is
    the comment's `decision`. Everything that a replay needs stands here or in its signals.
    """

    class Outcome(models.TextChoices):
        PUBLISH = "publish", "publish"
        HOLD = "hold", "hold"
        REJECT = "reject", "reject"

    class Actor(models.TextChoices):
        MACHINE = "machine", "machine"
        PERSON = "person", "person"
        IMPORT = "import", "import"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="decisions")
    comment = models.ForeignKey("discussion.Comment", models.PROTECT, related_name="decisions")
    revision = models.ForeignKey("discussion.Revision", models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    clauses = models.JSONField(default=list, help_text="ids of the clauses met, in policy order")
    reasons = models.JSONField(default=list, help_text="codes beside clauses, like not-scored")
    policy = models.ForeignKey("articles.PolicyVersion", models.PROTECT, related_name="decisions")
    moderation = models.CharField(max_length=10, help_text="the mode that it was made under")
    actor_kind = models.CharField(max_length=10, choices=Actor.choices)
    actor = models.ForeignKey(
        "discussion.User", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    engine_version = models.CharField(max_length=20, blank=True)
    producers = models.JSONField(default=list, help_text="name, version and digest of each")
    score = models.FloatField(null=True, help_text="the highest score of the scorer, 0 to 1")
    scorer = models.CharField(max_length=120, blank=True, help_text="name and version")
    text_hash = models.CharField(max_length=64)
    said_hash = models.CharField(max_length=64, blank=True, help_text="of reasoning and note")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision"],
                condition=Q(supersedes__isnull=True),
                name="decision_one_first",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["publish", "hold", "reject"]),
                name="decision_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(actor_kind="person", actor__isnull=False)
                | Q(actor_kind__in=["machine", "import"], actor__isnull=True),
                name="decision_actor_fits_kind",
            ),
            # No finite score in [0, 1] from a named model, no publication by machine. NaN fails
            # the comparison on SQLite (it is stored as NULL) and on PostgreSQL (it is above 1).
            models.CheckConstraint(
                condition=~Q(outcome="publish", actor_kind="machine")
                | (
                    Q(score__isnull=False, score__gte=0, score__lte=1)
                    & ~Q(scorer="")
                    & ~Q(engine_version="")
                ),
                name="decision_machine_published_scored",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="decision_score_in_range",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="decision_supersedes_another",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "id"], name="decision_by_site"),
            models.Index(fields=["comment", "id"], name="decision_by_comment"),
            models.Index(fields=["site", "created_at"], name="decision_by_day"),
            models.Index(
                fields=["site", "created_at"],
                name="decision_of_people_by_day",
                condition=Q(actor_kind="person"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.public_id}"


class DecisionText(models.Model):
    """What a person said with a decision: apart from it, so that it can be erased without it.

    The decision keeps a salted hash of both fields; the salt goes with the text.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="text")
    reasoning = models.TextField(blank=True, help_text="said to the author")
    private_note = models.TextField(blank=True, help_text="never leaves the team")
    salt = models.BinaryField(max_length=16)

    def __str__(self) -> str:
        return f"text of {self.decision_id}"


class Statement(models.Model):
    """The statement of reasons for one restriction (Digital Services Act, Art. 17).

    Written in the transaction of its decision, or the decision does not happen.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="statement")
    author = models.ForeignKey("discussion.Author", models.PROTECT, related_name="statements")
    facts = models.JSONField(help_text="outcome, clauses with their wording, reasons, who decided")
    appeal_until = models.DateTimeField()
    # Set by whoever takes the appeal; it says here that there will be no second one.
    appealed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="statement_undelivered",
                condition=Q(delivered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"statement {self.public_id}"
