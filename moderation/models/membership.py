"""Who may do what at which site."""

from django.db import models


class Membership(models.Model):
    """A member of staff in a role at a site. Roles are per site; nobody needs to be a superuser."""

    class Role(models.TextChoices):
        READER_SUPPORT = "reader_support", "reader support"
        MODERATOR = "moderator", "moderator"
        SENIOR_MODERATOR = "senior_moderator", "senior moderator"
        POLICY_EDITOR = "policy_editor", "policy editor"
        AUDITOR = "auditor", "auditor"

    user = models.ForeignKey("discussion.User", models.CASCADE, related_name="memberships")
    site = models.ForeignKey("articles.Site", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "site", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=[
                        "reader_support",
                        "moderator",
                        "senior_moderator",
                        "policy_editor",
                        "auditor",
                    ]
                ),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.get_role_display()} at {self.site}"
