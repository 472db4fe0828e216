"""What every tampering is made of."""

from collections.abc import Callable
from random import Random
from typing import Any

from django.db.models import Model
from django.db.models.deletion import ProtectedError

from discussion.models import Comment, Decision

# Takes a chance and changes something; returns the words that have to stand in what is found: whose
# row it was, or that an anchor does not fit.
Way = Callable[[Random], str]
ANCHOR = "anchor of"
# Who writes after the anchor. What only an anchor can tell is not done to them: none tells it yet.
LATER = "fay"


def some(chance: Random, rows: Any) -> Any:
    return chance.choice(list(rows.order_by("pk")))


def put(row: Model, **values: Any) -> None:
    """Change the row past everything that watches over it."""
    row._meta.model._default_manager.filter(pk=row.pk).update(**values)


def anchored() -> Any:
    return Comment.objects.exclude(author__subject=LATER)


def named(decision: Decision) -> str:
    return f"decision:{decision.public_id}"


def delete_with_rows(row: Model) -> None:
    """Delete the row with whatever refers to it."""
    while True:
        try:
            row._meta.model._default_manager.filter(pk=row.pk).delete()
            return
        except ProtectedError as error:
            for other in error.protected_objects:
                delete_with_rows(other)
