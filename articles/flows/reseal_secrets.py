"""What is sealed at rest is sealed anew, so that an earlier sealing key can be thrown away."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import transaction
from django.db.models import Field, Model

from articles.sealing import SealBroken, reseal

# The fields of that name are what is sealed, in every app and on the day they are born.
PREFIX = "sealed"


@dataclass
class Resealed:
    """How many rows are now sealed with the newest key, and those that no key opens."""

    rows: int = 0
    broken: list[str] = field(default_factory=list)


def reseal_secrets() -> Resealed:
    """Seal every stored secret with the newest sealing key; safe beside running processes.

    A row that no key opens stays as it is, and is named.
    """
    done = Resealed()
    for model, name in sealed_fields():
        for pk in model._base_manager.order_by("pk").values_list("pk", flat=True).iterator():
            try:
                done.rows += _reseal_row(model, name, pk)
            except SealBroken:
                done.broken.append(f"{model._meta.label} {pk}")
    return done


def sealed_fields() -> Iterator[tuple[type[Model], str]]:
    """Yield each model with its field that holds a sealed secret, or a list of them."""
    for model in apps.get_models():
        for found in model._meta.get_fields():
            if isinstance(found, Field) and found.name.startswith(PREFIX):
                yield model, found.name


def _reseal_row(model: type[Model], name: str, pk: object) -> bool:
    """Whether the row holds a secret at all. It may be renewed meanwhile, hence the lock."""
    with transaction.atomic():
        rows = model._base_manager.select_for_update(no_key=True).filter(pk=pk)
        stored = rows.values_list(name, flat=True).first()
        if not stored:
            return False
        fresh = reseal(stored) if isinstance(stored, str) else [reseal(one) for one in stored]
        rows.update(**{name: fresh})
    return True
