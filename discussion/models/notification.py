"""What an author is told by mail, and what they chose not to be told."""

from django.db import models

from articles.ids import new_public_id


class Topic(models.TextChoices):
    """What a mail is about: each can be switched off by itself, save what the law asks for."""

    REPLY = "reply", "somebody answered"
    DECISION = "decision", "a comment was held, rejected or restored"
    APPEAL = "appeal", "an appeal was decided"
    SANCTION = "sanction", "a warning or a restriction"
    CHANGE = "change", "a moderator asks for a change"


class Notification(models.Model):
    """One mail to be sent; the row is the queue. Written with the change that it tells of.

    `about` names that change, so that nobody is told of it twice. What it says is read when it is
    sent: nothing is told of a comment that is no longer public by then.
    """

    SENT = "sent"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    author = models.ForeignKey("discussion.Author", models.CASCADE, related_name="notifications")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    about = models.CharField(max_length=80, help_text="like statement:0192…")
    comment = models.ForeignKey(
        "discussion.Comment", models.CASCADE, null=True, related_name="notifications"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(help_text="not before: a decision may be undone at once")
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=20, blank=True, help_text="sent, or why it was not")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "about"], name="notification_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="notification_due",
                condition=models.Q(ended_at__isnull=True),
            ),
            # What retention asks each hour.
            models.Index(
                fields=["ended_at"],
                name="notification_ended",
                condition=models.Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.public_id}"


class Unsubscription(models.Model):
    """A topic that an author does not want mail about."""

    author = models.ForeignKey("discussion.Author", models.CASCADE, related_name="unsubscriptions")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "topic"], name="unsubscription_once")
        ]

    def __str__(self) -> str:
        return f"{self.author_id}: {self.topic}"
