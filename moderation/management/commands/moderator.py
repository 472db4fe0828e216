"""`manage.py moderator NAME`: an account for a member of staff, with a random password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Site
from discussion.models import User
from moderation.flows.create_moderator import create_moderator
from moderation.models import Membership


class Command(BaseCommand):
    help = "Create a member of staff with a role at sites, and print the password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="user name to sign in with")
        parser.add_argument("--site", action="append", help="slug; may be repeated; all if absent")
        parser.add_argument(
            "--role", choices=Membership.Role.values, default=Membership.Role.MODERATOR
        )

    def handle(self, *args: Any, **options: Any) -> str:
        """Return the password, which Django prints."""
        if User.objects.filter(username=options["name"]).exists():
            raise CommandError(f"There is a user “{options['name']}” already.")
        sites = Site.objects.all()
        if options["site"]:
            sites = sites.filter(slug__in=options["site"])
            unknown = set(options["site"]) - set(sites.values_list("slug", flat=True))
            if unknown:
                raise CommandError(f"There is no site {', '.join(sorted(unknown))}.")
        return create_moderator(
            options["name"], sites=sites, role=options["role"], actor="operator:command"
        )
