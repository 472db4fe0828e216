"""A site's published rules."""

from typing import Any

from django.db import models


class PolicyVersion(models.Model):
    """A policy as it was published; immutable from then on.

    `document` has the shape that docs/policy.md describes; `digest` is the SHA-256 of its canonical
    JSON.
    """

    site = models.ForeignKey("articles.Site", models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["site", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="policy_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="policy_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def clauses(self) -> list[dict[str, Any]]:
        """The clauses in the order of the document, as docs/policy.md describes them."""
        clauses: list[dict[str, Any]] = self.document["clauses"]
        return clauses

    def clause(self, clause_id: str) -> dict[str, Any]:
        """Return the clause of that id; raises KeyError."""
        return {clause["id"]: clause for clause in self.clauses}[clause_id]
