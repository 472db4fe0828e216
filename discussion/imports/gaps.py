"""What comments refer to and nobody tells of: articles and authors that are not there."""

import json
from collections.abc import Iterator
from typing import Any

from articles.errors import DomainNotAllowed
from articles.flows.put_article import refuse_foreign
from articles.flows.take_over_article import known_article
from articles.models import PolicyVersion, Site
from articles.policy_audit import document_digest
from discussion.imports.articles import Wanted, wanted
from discussion.imports.staging import Staging
from discussion.models import ImportedArticle, ImportedAuthor

BATCH = 1_000
# Stands for a row that an earlier import of the same source made.
KNOWN = {"known": True, "fields": {}}


def leave_out_unknown_articles(staging: Staging, site: Site, source: str) -> None:
    """Take out the comments of articles that neither the source nor an earlier import tells of."""
    for missing in _missing(staging, "article"):
        mapped = ImportedArticle.objects.filter(site=site, source=source, source_id__in=missing)
        known = set(mapped.values_list("source_id", flat=True))
        for id_ in missing:
            if id_ in known:
                staging.merge("articles", id_, KNOWN)
            else:
                _leave_out(staging, "unknown-article", id_)


def leave_out_foreign_articles(staging: Staging, site: Site, source: str) -> None:
    """Take out the articles, with their comments, whose address is not one of the site."""
    for id_, payload in used(staging, "articles", "article"):
        if payload.get("known"):
            continue
        article = wanted(source, id_, payload)
        if not article.url or _stands(site, source, article):
            continue
        try:
            refuse_foreign(site, article.url)
        except DomainNotAllowed:
            staging.problem("article-refused", id_, article.url)
            staging.rows.execute("DELETE FROM comments WHERE article = ?", (id_,))
            staging.rows.execute("DELETE FROM articles WHERE id = ?", (id_,))


def make_up_unknown_authors(staging: Staging, site: Site, source: str, template: str) -> None:
    """Tell of the authors that nobody tells of; they are known by their id alone."""
    for missing in _missing(staging, "author"):
        mapped = ImportedAuthor.objects.filter(site=site, source=source, source_id__in=missing)
        known = set(mapped.values_list("source_id", flat=True))
        for id_ in missing:
            if id_ in known:
                staging.merge("authors", id_, KNOWN)
                continue
            staging.problem("unknown-author", id_)
            subject = template.format(source=source, id=id_)
            staging.merge("authors", id_, {"name": "", "subject": subject, "fields": {}})


def known_policies(staging: Staging, site: Site) -> dict[int, PolicyVersion]:
    """Return which version of the site's policy, by its document, each number of the source is."""
    found = {}
    for number, payload in staging.each("SELECT number, payload FROM policies ORDER BY number"):
        digest = document_digest(json.loads(payload)["document"])
        versions = PolicyVersion.objects.filter(site=site, digest=digest).select_related("site")
        if (version := versions.order_by("pk").first()) is not None:
            found[number] = version
    return found


def tell_unknown_policies(staging: Staging, site: Site) -> None:
    """Say which versions the site does not have: their decisions come under the one in force."""
    known = known_policies(staging, site)
    for (number,) in list(staging.each("SELECT number FROM policies ORDER BY number")):
        if number not in known:
            staging.problem("unknown-policy", f"version {number}")


def used(
    staging: Staging, table: str, column: str, *, everything: bool = False
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield id and payload of the articles or authors that comments have, in the order told; with
    `everything`, of those without comments as well.
    """
    commented = f"EXISTS (SELECT 1 FROM comments WHERE {column} = {table}.id)"  # noqa: S608  # ours
    query = (
        f"SELECT seq, id, payload FROM {table}"  # noqa: S608
        f" WHERE seq > ? AND ({'TRUE' if everything else commented}) ORDER BY seq LIMIT {BATCH}"
    )
    last = -1
    while True:
        rows = list(staging.each(query, last))
        if not rows:
            return
        yield from ((id_, json.loads(payload)) for _, id_, payload in rows)
        last = rows[-1][0]


def _missing(staging: Staging, column: str) -> Iterator[list[str]]:
    """Yield ids that comments name and nobody tells of, until there is none; each is dealt with
    before the next are asked for.
    """
    query = (
        f"SELECT DISTINCT {column} FROM comments"  # noqa: S608  # one of two columns
        f" WHERE {column} NOT IN (SELECT id FROM {column}s) LIMIT {BATCH}"
    )
    while missing := [id_ for (id_,) in staging.each(query)]:
        yield missing


def _leave_out(staging: Staging, code: str, article: str) -> None:
    staging.rows.execute(
        "INSERT INTO problems (code, place, detail) SELECT ?, id, article FROM comments"
        " WHERE article = ?",
        (code, article),
    )
    staging.rows.execute("DELETE FROM comments WHERE article = ?", (article,))


def _stands(site: Site, source: str, article: Wanted) -> bool:
    mapped = ImportedArticle.objects.filter(site=site, source=source, source_id=article.id)
    if mapped.exists():
        return True
    return known_article(site, external_id=article.external_id, url=article.url) is not None
