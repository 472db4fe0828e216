"""Rows of a discussion without moderation: made by flows, ruled on directly.

`make_site`, `make_article`, `make_author`, `make_comment` (published, unless told otherwise),
`rule` (one more ruling on a comment's latest text), `make_person`, `reader_token`.
`without_moderation()` puts a RecordingScreener where moderation would be.
"""

import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from django.test import override_settings

from articles.changes import article_changes
from articles.flows.add_reader_key import add_reader_key
from articles.flows.create_site import create_site
from articles.models import Article, ReaderKey, Site
from articles.sealing import unseal
from articles.slugs import slug_of
from discussion.flows.post_comment import post_comment
from discussion.flows.set_status import set_status
from discussion.models import Author, Comment, Revision, User
from discussion.ruling import Ruling
from discussion.screening import screener

POLICY = {
    "title": "Comment policy",
    "introduction": "We welcome thoughtful and respectful comments.",
    "clauses": [
        {
            "id": "hateful-language",
            "title": "Hateful language",
            "wording": "Do not demean people for who they are.",
            "rules": [{"attribute": "toxicity", "hold_at": 0.9}],
        },
        {
            "id": "illegal-content",
            "title": "Illegal content",
            "wording": "Do not threaten anybody.",
            "ground": "The law",
            "rules": [{"attribute": "threat", "hold_at": 0.6}],
        },
    ],
}

_numbers = itertools.count(1)


@dataclass
class RecordingScreener:
    """Remembers what it was told; judges nothing."""

    submitted: list[Revision] = field(default_factory=list)
    changed: list[Comment] = field(default_factory=list)
    imported: list[Revision] = field(default_factory=list)

    def revision_submitted(self, revision: Revision, *, request_id: str) -> None:
        self.submitted.append(revision)

    def status_changed(self, comment: Comment) -> None:
        self.changed.append(comment)

    def comments_imported(self, held: Sequence[Revision]) -> None:
        self.imported.extend(held)


recording_screener = RecordingScreener()


@contextmanager
def without_moderation() -> Iterator[RecordingScreener]:
    """Put the stand-in where moderation would be, for a while."""
    recording_screener.submitted.clear()
    recording_screener.changed.clear()
    recording_screener.imported.clear()
    with override_settings(COMMENT_SCREENER="tests.discussion_rows.recording_screener"):
        screener.cache_clear()
        yield recording_screener
    screener.cache_clear()


def make_site(name: str = "The Daily Ledger", **fields: Any) -> Site:
    fields.setdefault("domain", "ledger.example")
    return create_site(name=name, document=POLICY, actor="operator:test", **fields)


def make_article(
    site: Site, title: str = "Bridge reopens after two years", **fields: Any
) -> Article:
    number = next(_numbers)
    fields.setdefault("slug", slug_of(f"{title} {number}", limit=80))
    fields.setdefault("external_id", f"cms-{number}")
    fields.setdefault("url", f"https://{site.domain}/{number}")
    return Article.objects.create(site=site, title=title, **fields)


def make_author(site: Site, name: str = "Ada", **fields: Any) -> Author:
    return Author.objects.create(site=site, subject=name.lower(), display_name=name, **fields)


def make_comment(
    article: Article,
    author: Author,
    body: str | None = None,
    *,
    parent: Comment | None = None,
    outcome: str | None = "publish",
) -> Comment:
    """Post a comment and rule on it; with `outcome=None` it stays pending."""
    text = body or f"Comment number {next(_numbers)}."
    comment = post_comment(author=author, article=article, parent=parent, body=text).comment
    return comment if outcome is None else rule(comment, outcome)


def rule(comment: Comment, outcome: str, *, person: User | None = None) -> Comment:
    """Decide on the comment's latest text, as the machine or as a person; return it read afresh."""
    comment = Comment.objects.get(pk=comment.pk)
    revision = comment.revisions.order_by("-number")[0]
    policy = comment.site.policy
    assert policy is not None
    ruling = Ruling(
        revision=revision,
        outcome=outcome,
        policy=policy,
        moderation="machine",
        clauses=() if outcome == "publish" else ("hateful-language",),
        person=person,
        engine_version="test",
        score=0.1,
        scorer="test 1",
        reasoning="" if person is None else "It breaks the rules.",
    )
    with article_changes() as changes:
        set_status(comment, ruling, changes)
    return Comment.objects.get(pk=comment.pk)


def make_person(name: str = "rosa") -> User:
    return User.objects.create(username=name)


def reader_token(site: Site, sub: str = "ada", **claims: Any) -> str:
    """Return a token that the site's server would sign; a claim of None is left out."""
    own = ReaderKey.objects.filter(site=site, origin="site", revoked_at=None)
    key = own.filter(algorithm="HS256").first()
    secret = unseal(key.sealed_secret) if key else None
    if key is None or secret is None:
        key, secret = add_reader_key(site, actor="operator:test")
    now = int(time.time())
    given = {
        "iss": site.slug,
        "aud": "comments",
        "sub": sub,
        "name": sub.capitalize(),
        "iat": now,
        "exp": now + 900,
        **claims,
    }
    payload = {name: value for name, value in given.items() if value is not None}
    return jwt.encode(payload, secret, algorithm="HS256", headers={"kid": key.kid})
