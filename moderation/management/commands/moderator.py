"""`manage.py moderator NAME`: an account for a member of staff, and help for who is locked out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Site
from discussion.models import User
from moderation.flows.create_moderator import create_moderator
from moderation.flows.remove_second_factor import remove_second_factor
from moderation.flows.unlink_provider import unlink_provider
from moderation.models import Membership
from moderation.staff import mail as account_mail

ACTOR = "operator:command"


class Command(BaseCommand):
    help = "Create a member of staff with a role at sites, and print the password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="user name to sign in with")
        parser.add_argument("--site", action="append", help="slug; may be repeated; all if absent")
        parser.add_argument(
            "--role", choices=Membership.Role.values, default=Membership.Role.MODERATOR
        )
        parser.add_argument(
            "--reset-second-factor",
            action="store_true",
            help="take the app and the recovery codes off an account that exists, and sign it out",
        )
        parser.add_argument(
            "--unlink-provider",
            action="store_true",
            help="forget who an account that exists is at the OIDC provider, and sign it out",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        """Return the password, or what was done; Django prints it."""
        name = options["name"]
        user = User.objects.filter(username=name).first()
        if options["reset_second_factor"] or options["unlink_provider"]:
            if user is None:
                raise CommandError(f"There is no user “{name}”.")
            return _helped(user, options)
        if user is not None:
            raise CommandError(f"There is a user “{name}” already.")
        sites = Site.objects.all()
        if options["site"]:
            sites = sites.filter(slug__in=options["site"])
            unknown = set(options["site"]) - set(sites.values_list("slug", flat=True))
            if unknown:
                raise CommandError(f"There is no site {', '.join(sorted(unknown))}.")
        return create_moderator(name, sites=sites, role=options["role"], actor=ACTOR)


def _helped(user: User, options: dict[str, Any]) -> str:
    done = []
    if options["reset_second_factor"]:
        if remove_second_factor(user, actor=ACTOR):
            account_mail.tell(user, account_mail.RESET)
            done.append("The app and the recovery codes are taken off the account.")
        else:
            done.append("The account had no app.")
    if options["unlink_provider"]:
        unlinked = unlink_provider(user, actor=ACTOR)
        done.append("The link is deleted." if unlinked else "The account had no link.")
    return " ".join([*done, "It is signed out everywhere."])
