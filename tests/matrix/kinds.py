"""What each argument of an address, each parameter and each field names.

A kind tells the ids of a site's own rows. Whoever adds a route with another argument says here of
which kind it is, or that it names no row: until then the test of the tenants fails.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from articles.models import Article, PolicyVersion, Site
from discussion.models import Author, Comment, PersonJob, User, WebhookEndpoint
from discussion.pages.receipts import token_for
from discussion.tokens.signed import signed_for
from moderation.models import Appeal, Escalation, Job, Sanction, SavedView
from tests.matrix.rows import RichSite
from tests.matrix.url_map import Route

Kind = Callable[[RichSite], list[str]]
APPS = ("articles", "discussion", "moderation")


def paths_to_site() -> dict[type[Model], str]:
    """Return by model how its rows lead to their site; models without such a way are nobody's."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    found: dict[type[Model], str] = {Site: "pk"}
    while True:
        more = {
            model: field.name if target is Site else f"{field.name}__{found[target]}"
            for model in models
            if model not in found
            for field in reversed(model._meta.concrete_fields)
            if (target := field.related_model) in found
        }
        if not more:
            return found
        found |= more


WAYS = paths_to_site()


def rows(model: type[Model], site: Site) -> Any:
    """Return the rows of the model that are the site's."""
    if model not in WAYS and model is not User:
        return model._default_manager.none()
    if model is User:
        return User.objects.filter(memberships__site=site)
    return model._default_manager.filter(**{WAYS[model]: site.pk})


def ids(model: type[Model], field: str = "pk") -> Kind:
    """The newest row; of comments one in each state, since it matters in which it is."""

    def known(rich: RichSite) -> list[str]:
        if model is Comment:
            return [str(getattr(comment, field)) for comment in rich.comments]
        found = rows(model, rich.site).order_by("-pk").values_list(field, flat=True)
        return [str(each) for each in found[:1]]

    return known


def slug(rich: RichSite) -> list[str]:
    return [rich.site.slug]


def receipt(rich: RichSite) -> list[str]:
    return [token_for(comment) for comment in rich.comments]


def signed_in(rich: RichSite) -> list[str]:
    """What a page of this project gives its users: the address of a token for the embed."""
    return [signed_for(user, rich.site.slug) for user in rich.staff.values()]


def content_type(rich: RichSite) -> list[str]:
    return [str(ContentType.objects.get_for_model(Article).pk)]


@dataclass(frozen=True, slots=True)
class Word:
    """It names no row: the same for every site."""

    value: str

    def __call__(self, rich: RichSite) -> list[str]:
        return [self.value]


ARTICLE, COMMENT = ids(Article, "public_id"), ids(Comment, "public_id")

# By the end of the path up to the argument; `*` is an argument before it.
ARGUMENTS: dict[str, Kind] = {
    "articles/<article_id>": ARTICLE,
    "comments/<comment_id>": COMMENT,
    "appeals/<appeal_id>": ids(Appeal, "public_id"),
    "authors/<author_id>": ids(Author, "public_id"),
    "me/mutes/<author_id>": ids(Author, "public_id"),
    "me/jobs/<job_id>": ids(PersonJob, "public_id"),
    "moderation/jobs/<job_id>": ids(Job, "public_id"),
    "reactions/<name>": Word("like"),
    "sites/<site>": slug,
    "sites/*/articles/<external_id>": ids(Article, "external_id"),
    "policy/versions/<number>": Word("1"),
    "admin/webhooks/<pk>": ids(WebhookEndpoint),
    "admin/comments/<pk>": ids(Comment),
    "admin/articles/<pk>": ids(Article),
    "admin/articles/*/<measure>": Word("close"),
    "admin/policies/<pk>": ids(PolicyVersion),
    "admin/jobs/<pk>": ids(Job),
    "admin/authors/<pk>": ids(Author),
    "admin/authors/*/sanctions/<kind>": Word("warning"),
    "admin/sanctions/<pk>": ids(Sanction),
    "admin/escalations/<pk>": ids(Escalation),
    "admin/settings/<pk>": ids(Site),
    "admin/figures/<name>": Word("comments"),
    "reviewitem/views/<pk>": ids(SavedView),
    "discussion/user/<id>": ids(User),
    "admin/r/<content_type_id>": content_type,
    "admin/r/*/<object_id>": ids(Article),
    "mail/unsubscribe/<token>": lambda rich: [rich.person_token()],
    "*/receipts/<token>": receipt,
    "*/reader-token/<signed>": signed_in,
    "*/articles/<article>": ids(Article, "slug"),
    "*/comments/<comment>": COMMENT,
}


def kind_of(route: Route, argument: str) -> Kind:
    """Return the kind. Raises AssertionError that says what to add for one that nobody told."""
    before = route.before(argument)
    if (app := re.fullmatch(r"admin/(\w+)/(\w+)/", before)) and argument == "object_id":
        return ids(apps.get_model(app[1], app[2]))
    if before == "" and argument == "site":
        return slug
    for end, kind in ARGUMENTS.items():
        if f"{before}<{argument}>".endswith(end):
            return kind
    raise AssertionError(
        f"Of which kind is <{argument}> in {route.path}? Add its end to ARGUMENTS in "
        "tests/matrix/kinds.py, with the rows of a site that it names, or with Word(...)."
    )
