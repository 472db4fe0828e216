"""The map from old addresses to new ones, for redirects."""

import csv
import json
from pathlib import Path

from articles.api.shapes import permalink
from articles.models import Site
from discussion.imports.rows import batches
from discussion.imports.staging import Staging
from discussion.models import ImportedComment

HEAD = ("source_id", "old_url", "comment_id", "new_url")
BATCH = 1_000


def write_permalinks(site: Site, source: str, staging: Staging, path: Path) -> None:
    """Write a row for each comment that the source told of and that is here now."""
    mapped = ImportedComment.objects.filter(site=site, source=source)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        for batch in batches(staging, BATCH):
            stored = mapped.filter(source_id__in=[row.id for row in batch]).values_list(
                "source_id", "comment__public_id", "comment__article__slug"
            )
            new = {id_: (public_id, slug) for id_, public_id, slug in stored}
            urls = _urls(staging, {row.article for row in batch})
            for row in batch:
                if row.id in new:
                    public_id, slug = new[row.id]
                    old = row.told.get("url") or urls.get(row.article, "")
                    if old and not row.told.get("url"):
                        old += row.told.get("anchor") or ""
                    address = f"{permalink(site.slug, slug)}#c-{public_id}"
                    table.writerow([row.id, old, public_id, address])


def _urls(staging: Staging, articles: set[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(articles))
    query = f"SELECT id, payload FROM articles WHERE id IN ({marks})"  # noqa: S608  # marks alone
    told = {id_: json.loads(payload) for id_, payload in staging.each(query, *articles)}
    return {id_: payload.get("url", "") for id_, payload in told.items()}
