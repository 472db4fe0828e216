"""The authors of imported comments: found at the site by their subject, or made."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Site
from discussion.imports.articles import uuid_of
from discussion.imports.batching import batched
from discussion.imports.intake import MAX_NAME
from discussion.models import Author, ImportedAuthor

BATCH = 1_000
NAMELESS = "Unknown"
Told = tuple[str, dict[str, Any]]


def place_authors(site: Site, source: str, told: Iterable[Told], *, keep_ids: bool) -> int:
    """See to it that each author of the source has their row here; return how many are new.

    Who is known at the site keeps the name, badges and restriction that they have there.
    """
    return sum(_place(site, source, batch, keep_ids=keep_ids) for batch in batched(told, BATCH))


def _place(site: Site, source: str, batch: list[Told], *, keep_ids: bool) -> int:
    mapped = ImportedAuthor.objects.filter(site=site, source=source)
    known = set(
        mapped.filter(source_id__in=[id_ for id_, _ in batch]).values_list("source_id", flat=True)
    )
    missing = {id_: payload for id_, payload in batch if id_ not in known}
    subjects = {payload["subject"] for payload in missing.values()}
    with transaction.atomic():
        mine = Author.objects.filter(site=site, subject__in=subjects)
        there = set(mine.values_list("subject", flat=True))
        taken = _taken(missing) if keep_ids else set()
        new = {}
        for id_, payload in missing.items():
            if payload["subject"] not in there:
                public_id = uuid_of(id_) if keep_ids and id_ not in taken else None
                new[payload["subject"]] = _author(site, payload, public_id)
        # A reader may sign in at this moment: whoever is first makes the row.
        Author.objects.bulk_create(new.values(), ignore_conflicts=True)
        rows = dict(mine.values_list("subject", "pk"))
        ImportedAuthor.objects.bulk_create(
            ImportedAuthor(
                site=site, source=source, source_id=id_, author_id=rows[payload["subject"]]
            )
            for id_, payload in missing.items()
        )
    return len(new)


def _taken(missing: Iterable[str]) -> set[str]:
    """Return the ids that other rows of the service have already."""
    uuids = [uuid for id_ in missing if (uuid := uuid_of(id_))]
    found = Author.objects.filter(public_id__in=uuids).values_list("public_id", flat=True)
    return {str(public_id) for public_id in found}


def _author(site: Site, told: dict[str, Any], public_id: Any) -> Author:
    columns = dict(told["fields"])
    for name in ("restricted_until", "first_seen_at"):
        if columns.get(name):
            columns[name] = datetime.fromisoformat(columns[name])
        else:
            columns.pop(name, None)
    if public_id is not None:
        columns["public_id"] = public_id
    columns.setdefault("first_seen_at", timezone.now())
    name = " ".join(told["name"].split())[:MAX_NAME] or NAMELESS
    return Author(
        site=site,
        subject=told["subject"],
        display_name=name,
        email=told.get("email", "")[:254],
        **columns,
    )
