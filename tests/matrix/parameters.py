"""What parameters and bodies name, as the API's own document declares them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from articles.models import Article
from discussion.models import Comment
from moderation.models import Sanction, SavedView
from tests.matrix.kinds import Kind, ids, slug
from tests.matrix.rows import RichSite

DOCUMENT = yaml.safe_load((Path(__file__).parents[2] / "docs" / "openapi.yaml").read_text())
VERBS = {"get", "post", "put", "patch", "delete"}
# How the name of a field ends that names a row.
ENDS = ("id", "ids", "site", "url", "urls")


def views(rich: RichSite) -> list[str]:
    return [f"saved-{pk}" for pk in ids(SavedView)(rich)]


# None: it names no row, or is a word that the service itself made and seals.
PARAMETERS: dict[str, Kind | None] = {
    "site": slug,
    "url": ids(Article, "url"),
    "external_id": ids(Article, "external_id"),
    "id": ids(Article, "public_id"),
    "parent": ids(Comment, "public_id"),
    "sanction": ids(Sanction, "public_id"),
    "view": views,
    **dict.fromkeys(("because", "clause", "cursor", "format", "key", "limit", "reason", "section")),
    **dict.fromkeys(("maxheight", "maxwidth", "replies_limit", "since", "sort", "state")),
}

# The calls that bodies() below has some for.
CALLS = {
    "post /api/v1/articles/{article_id}/comments/",
    "post /api/v1/articles/{article_id}/checks/",
    "post /api/v1/moderation/authors/{author_id}/sanctions/",
    "post /api/v1/moderation/jobs/",
    "post /api/v1/moderation/bulk-decisions/",
}
Bodies = list[dict[str, Any]]


def bodies(theirs: RichSite) -> dict[str, Bodies]:
    """Return by call every good body that names something of theirs."""
    held, public = str(theirs.held.public_id), str(theirs.published.public_id)
    answers: Bodies = [{"body": "I agree.", "parent_id": each} for each in (held, public)]
    measure = {"kind": "warning", "reason": "It is rude.", "clause": "hateful-language"}
    one = {"version": theirs.held.version, "action": "publish"}
    of_author = {"kind": "redecide_public", "author_id": str(theirs.held.author.public_id)}
    return {
        "post /api/v1/articles/{article_id}/comments/": answers,
        "post /api/v1/articles/{article_id}/checks/": answers,
        "post /api/v1/moderation/authors/{author_id}/sanctions/": [{**measure, "comment_id": held}],
        "post /api/v1/moderation/jobs/": [
            of_author,
            {"kind": "rejudge", "site": theirs.site.slug, "waiting": True},
        ],
        "post /api/v1/moderation/bulk-decisions/": [
            {"decisions": [{"comment_id": each, **one}]} for each in (held, public)
        ],
    }


# Nobody's row is named, only a word of the caller's own site, or what everybody may.
NAMES_NOTHING_FOREIGN = {
    "post /api/v1/counts/": "public: counts of what is published",
    "post /api/v1/notices/": "anybody may give notice of what everybody can read",
    "post /api/v1/sites/{site}/articles/": "the address of an article of the site in the path",
    "put /api/v1/sites/{site}/articles/{external_id}/": "the same, by the site's own server",
}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for verb in VERBS & item.keys():
            yield f"{verb} {path}", item[verb]


def queries(operation: dict[str, Any]) -> list[str]:
    return [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]


def fields(operation: dict[str, Any]) -> set[str]:
    """Return the names of all that the body may say, at any depth."""
    content = operation.get("requestBody", {}).get("content", {})
    return {name for kind in content.values() for name in _names(kind["schema"], ())}


def _names(schema: Any, seen: tuple[str, ...]) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _names(each, seen)
    if not isinstance(schema, dict):
        return
    if (at := schema.get("$ref")) and at not in seen:
        yield from _names(DOCUMENT["components"]["schemas"][at.rsplit("/", 1)[1]], (*seen, at))
    yield from schema.get("properties", {})
    for each in schema.values():
        yield from _names(each, seen)


def names_a_row(field: str) -> bool:
    return field.rsplit("_", 1)[-1] in ENDS
