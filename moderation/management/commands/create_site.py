"""`manage.py create_site NAME`: a publication, and what its own systems need to begin."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.default_policy import DEFAULT_POLICY
from articles.errors import SlugTaken
from articles.flows.add_reader_key import add_reader_key
from articles.flows.create_site import create_site
from articles.flows.issue_site_key import issue_site_key
from articles.hosts import HOST, ORIGIN
from moderation.policy.document import (
    PolicyInvalid,
    applicable_policy,
    document_from_policy,
    read_toml,
)
from moderation.producers import produced_attributes

ACTOR = "operator:command"
SAYS = """\
Site: {slug}
Its pages may call from: {origins}
Secret to sign reader tokens with (HS256, kid {kid}): {secret}
Key for its server's calls (articles:write): {site_key}
Neither is shown again. On each page of the publication:

<div id="comments"></div>
<script async src="{host}/embed.js" data-site="{slug}" data-target="#comments"></script>"""


class Command(BaseCommand):
    help = "Create a site with its first policy; print its keys once, and the lines for its pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="as readers know the publication; its slug is made of it")
        parser.add_argument("--domain", default="", help="like example.org; its articles are there")
        parser.add_argument(
            "--origin",
            action="append",
            default=[],
            help="like https://www.example.org: whose pages may call; may be repeated",
        )
        parser.add_argument(
            "--policy", type=Path, default=DEFAULT_POLICY, help="a TOML file (docs/policy.md)"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        """Return what is to be done next; Django prints it."""
        origins = [origin.lower().rstrip("/") for origin in options["origin"]]
        for pattern, given, like in (
            (HOST, [options["domain"]] if options["domain"] else [], "example.org"),
            (ORIGIN, origins, "https://www.example.org"),
        ):
            if wrong := [value for value in given if not re.fullmatch(pattern, value)]:
                raise CommandError(f"“{wrong[0]}” is not written like {like}.")
        document = _document(options["policy"])
        try:
            site = create_site(
                name=options["name"],
                document=document,
                actor=ACTOR,
                domain=options["domain"],
                allowed_origins=origins,
            )
        except SlugTaken as error:
            raise CommandError(error.detail) from error
        key, secret = add_reader_key(site, actor=ACTOR)
        return SAYS.format(
            slug=site.slug,
            origins=", ".join(origins) or "this service's own pages alone",
            kid=key.kid,
            secret=secret,
            site_key=issue_site_key(
                site, name="made with the site", scopes=["articles:write"], actor=ACTOR
            ),
            host=settings.PUBLIC_URL.rstrip("/"),
        )


def _document(file: Path) -> dict[str, Any]:
    try:
        policy = applicable_policy(read_toml(file), produced_attributes())
    except (PolicyInvalid, OSError) as error:
        problems = "\n".join(getattr(error, "problems", [str(error)]))
        raise CommandError(f"The policy cannot be used.\n{problems}") from error
    return document_from_policy(policy)
