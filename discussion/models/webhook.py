"""A site's own servers that are told what happened, and what became of each telling."""

from django.db import models
from django.db.models import Q

from articles.ids import new_public_id
from articles.models.site import an_empty_list


class WebhookEndpoint(models.Model):
    """An address that a site's events are sent to. Never deleted: switched off.

    It is told of what happens from `on_since` on; `failures` are attempts in a row.
    """

    class Off(models.TextChoices):
        BY_HAND = "by-hand", "switched off by hand"
        GONE = "gone", "the receiver answered 410: it wants no more"
        FAILING = "failing", "nothing arrived for days"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=80, blank=True)
    url = models.URLField(max_length=600)
    kinds = models.JSONField(
        default=an_empty_list, blank=True, help_text="none: all, also those still to come"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    on_since = models.DateTimeField()
    off_at = models.DateTimeField(null=True, blank=True)
    off_because = models.CharField(max_length=10, choices=Off.choices, blank=True)
    told_off_at = models.DateTimeField(
        null=True, blank=True, help_text="when its people were told that it was switched off"
    )
    last_success_at = models.DateTimeField(null=True, blank=True, help_text="to the minute")
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    given_up = models.PositiveIntegerField(
        default=0, help_text="events given up since the last success"
    )
    rests_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["site", "-id"]
        indexes = [
            models.Index(
                fields=["off_at"],
                name="webhook_off_untold",
                condition=Q(off_because__in=("gone", "failing"), told_off_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.public_id)


class WebhookSecret(models.Model):
    """What an endpoint's messages are signed with; until `retires_at` beside the newer ones."""

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="secrets")
    sealed = models.TextField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    retires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"secret {self.pk} of {self.endpoint_id}"


class WebhookDelivery(models.Model):
    """One event to be sent to one endpoint; the row is the queue. Written by the sender, not by
    whoever wrote the event.
    """

    class Ending(models.TextChoices):
        DELIVERED = "delivered", "delivered"
        GIVEN_UP = "given-up", "given up"

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey("articles.OutboxEvent", models.CASCADE, related_name="deliveries")
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_owner = models.CharField(max_length=160, blank=True)
    lease_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="of the last answer")
    fault = models.CharField(max_length=40, blank=True, help_text="why there was no answer")
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "due_at"],
                name="delivery_due",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["id"], name="delivery_waiting", condition=Q(ended_at__isnull=True)
            ),
            models.Index(fields=["id"], name="delivery_given_up", condition=Q(ending="given-up")),
            models.Index(
                fields=["ended_at"], name="delivery_ended", condition=Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.endpoint_id}"
