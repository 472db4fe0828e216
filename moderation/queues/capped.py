"""Counts that stop counting: what a queue needs to know costs the same however long it is."""

from django.db.models import PositiveIntegerField, Subquery


class CappedCount(Subquery):
    """How many rows a query has. Give it a sliced query: the slice is where counting ends."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = PositiveIntegerField()
