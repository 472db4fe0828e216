"""The small cast and its props: plain functions, rows made by the flows that make them in life.

Ada writes, Ben replies, Rosa moderates, Remy is senior, Sam runs the site, Mal abuses.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles.flows.create_site import create_site
from articles.models import Article, Site
from articles.slugs import slug_of
from discussion.body import clean_body
from discussion.flows.post_comment import post_comment
from discussion.models import Author, Comment, Decision, User
from moderation.detectors.base import Finding
from moderation.flows.create_moderator import create_moderator
from moderation.flows.resolve_item import resolve_item
from moderation.flows.screen_pending import screen_pending
from moderation.judge import Judge
from moderation.models import Membership, Screening
from moderation.policy.types import Outcome
from tests.stub_scorer import StubScorer

POLICY: dict[str, Any] = {
    "title": "Comment policy",
    "introduction": "We welcome thoughtful and respectful comments.",
    "clauses": [
        {
            "id": "hateful-language",
            "title": "Hateful language",
            "wording": "No hatred of people for who they are.",
            "ground": "",
            "rules": [{"attribute": "toxicity", "hold_at": 0.8}],
        },
        {
            "id": "illegal-content",
            "title": "Illegal content",
            "wording": "Nothing that the law forbids.",
            "ground": "Digital Services Act, Art. 3(h)",
            "rules": [{"attribute": "threat", "hold_at": 0.8}],
        },
    ],
}


def make_site(name: str = "The Daily Ledger", **fields: Any) -> Site:
    """A site with POLICY published; `fields` are columns of Site."""
    document = fields.pop("document", POLICY)
    return create_site(name=name, document=document, actor="operator:test", **fields)


def make_article(site: Site | None = None, title: str = "Talks resume", **fields: Any) -> Article:
    """An open article with two paragraphs; its external id is its slug."""
    slug = slug_of(title, limit=80)
    fields = {"paragraphs": ["One.", "Two."], "slug": slug, "external_id": slug, **fields}
    return Article.objects.create(site=site or make_site(), title=title, **fields)


def make_author(site: Site, name: str = "Ada", **fields: Any) -> Author:
    """An author whose subject at the site is the name in lower case."""
    return Author.objects.create(site=site, subject=name.lower(), display_name=name, **fields)


def author_at(site: Site, name: str) -> Author:
    """The author of that name, made when new."""
    known = Author.objects.filter(site=site, subject=name.lower()).first()
    return known or make_author(site, name)


def make_comment(
    article: Article,
    body: str = "A fair point.",
    *,
    author: str = "Ada",
    parent: Comment | None = None,
) -> Comment:
    """A pending comment, as POST leaves it."""
    return post_comment(
        author=author_at(article.site, author),
        article=article,
        parent=parent,
        body=clean_body(body),
    ).comment


def published(
    article: Article,
    body: str = "A fair point.",
    *,
    author: str = "Ada",
    parent: Comment | None = None,
) -> Comment:
    """A comment that the machine has published."""
    return _judged(make_comment(article, body, author=author, parent=parent))


def held(article: Article, *, author: str = "Mal", parent: Comment | None = None) -> Comment:
    """A comment that the machine has held under `hateful-language`."""
    return _judged(make_comment(article, "You idiot.", author=author, parent=parent))


def _judged(comment: Comment) -> Comment:
    screen()
    return fresh(comment)


def screen(judge: Judge | None = None) -> int:
    """What waits is judged by the tests' scorer, which knows one rude word: `idiot`."""
    return screen_pending(judge or Judge(StubScorer(), ()), worker="test:1")


def end_leases() -> None:
    """Time passes: nobody holds an open screening any more."""
    past = timezone.now() - timedelta(minutes=1)
    Screening.objects.filter(finished_at__isnull=True).update(lease_until=past)


def fresh(comment: Comment) -> Comment:
    """The comment as the database has it now, with what is usually asked of it."""
    return Comment.objects.select_related("article__site", "author", "decision").get(pk=comment.pk)


def make_moderator(site: Site, name: str = "rosa", role: str = Membership.Role.MODERATOR) -> User:
    """A member of staff with a role at the site."""
    create_moderator(name, sites=[site], role=role, actor="operator:test")
    return User.objects.get(username=name)


def values_of(findings: list[Finding]) -> dict[str, float]:
    """The highest value by attribute."""
    values: dict[str, float] = {}
    for finding in findings:
        values[finding.attribute] = max(finding.value, values.get(finding.attribute, 0.0))
    return values


def decide(comment: Comment, moderator: User, outcome: Outcome) -> Decision:
    """The moderator's ruling on the comment as it is now; a rejection under `hateful-language`."""
    comment = fresh(comment)
    rejects = outcome == Outcome.REJECT
    return resolve_item(
        comment,
        seen_version=comment.version,
        outcome=outcome,
        moderator=moderator,
        clause="hateful-language" if rejects else "",
        reasoning="It abuses another reader." if rejects else "",
    )
