"""A sampled decision that is judged again by somebody who does not see the first."""

from django.db import models
from django.db.models import Q


class SecondLook(models.Model):
    """One drawn decision, and what another person made of the same text. No decision itself."""

    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="second_looks")
    decision = models.OneToOneField(
        "discussion.Decision", models.PROTECT, related_name="second_look"
    )
    share = models.FloatField(help_text="the chance with which it was drawn, for the estimate")
    drawn_at = models.DateTimeField(auto_now_add=True)
    claimed_by = models.ForeignKey(
        "discussion.User", models.SET_NULL, null=True, related_name="claimed_looks"
    )
    claimed_until = models.DateTimeField(null=True)
    judge = models.ForeignKey(
        "discussion.User", models.PROTECT, null=True, related_name="second_looks"
    )
    outcome = models.CharField(
        max_length=10, blank=True, choices=[("publish", "publish"), ("reject", "reject")]
    )
    clause = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True, max_length=2_000)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, judge__isnull=True, outcome="")
                | Q(
                    judged_at__isnull=False,
                    judge__isnull=False,
                    outcome__in=["publish", "reject"],
                ),
                name="second_look_judged_by_somebody",
            )
        ]
        indexes = [
            models.Index(
                fields=["site", "id"],
                name="second_look_open",
                condition=Q(judged_at__isnull=True),
            ),
            # Each draw begins where the last one ended.
            models.Index(fields=["site", "drawn_at"], name="second_look_drawn"),
            models.Index(
                fields=["site", "judged_at"],
                name="second_look_judged",
                condition=Q(judged_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"second look at {self.decision_id}"
