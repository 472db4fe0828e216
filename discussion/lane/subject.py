"""The article that a question is about, as it is now: one read by its public id."""

import json
from functools import lru_cache
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import Article, Site
from discussion.api.listing import Asked
from discussion.lane.question import params_of

# All that determines a public page (listing.face_of) and its links. A tuple of plain values.
Subject = tuple[int, int, int, str, str]
_READ = (
    "SELECT a.id, a.version, s.id, s.slug, s.reactions FROM articles_article a"
    " JOIN articles_site s ON s.id = a.site_id WHERE a.public_id = {}"
)


def subject_of(article_id: str) -> Subject | None:
    """Return the article as it is at this moment; None when there is none, or no database.

    Past Django's cursors, which cost as much again as the read. The connection is Django's, one a
    thread, and is closed when it has served its time. One that turns out to be dead is opened anew;
    if that does not help, Django says what is to be said about it.
    """
    # By name once: each look at Django's `connection` costs a tenth of the read.
    database = connections[DEFAULT_DB_ALIAS]
    if not database.in_atomic_block:
        database.close_if_unusable_or_obsolete()
    for _ in range(2):
        try:
            database.ensure_connection()
            with database.wrap_database_errors:
                return _read(database, article_id)
        except Error:
            database.close()
    return None


@lru_cache(maxsize=1024)
def asked_of(article_id: str, query: str, subject: Subject) -> tuple[Asked, str]:
    """Return the page that is asked for, and its tag."""
    pk, version, site_pk, slug, reactions = subject
    site = Site(pk=site_pk, slug=slug, reactions=json.loads(reactions))
    article = Article(pk=pk, public_id=UUID(article_id), version=version, site=site)
    params = params_of(query)
    assert params is not None  # a question with bad parameters is none
    asked = Asked.of(article, dict(params))
    return asked, asked.etag


def _read(database: BaseDatabaseWrapper, article_id: str) -> Subject | None:
    if database.vendor == "sqlite":
        found = database.connection.execute(_READ.format("?"), (article_id.replace("-", ""),))
    else:
        found = database.connection.execute(_READ.format("%s"), (article_id,))
    # To the end: a statement that is not at its end would hold the database's snapshot.
    rows: list[Subject] = found.fetchall()
    return rows[0] if rows else None
