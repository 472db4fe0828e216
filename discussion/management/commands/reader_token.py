"""`manage.py reader_token`: a reader's token to try the API with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Site
from discussion.identity import MAX_LIFETIME
from discussion.tokens.signed import signed_token


class Command(BaseCommand):
    help = "Print a token as the site's own server would sign it, with the newest shared secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument("--sub", required=True, help="the site's own id of the person")
        parser.add_argument("--name", required=True, help="the name shown with comments")
        parser.add_argument("--minutes", type=int, default=60, help="how long it is good (60)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["minutes"] <= MAX_LIFETIME // 60:
            raise CommandError(f"--minutes has to be from 1 to {MAX_LIFETIME // 60}.")
        site = Site.objects.filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        token = signed_token(
            site,
            subject=options["sub"],
            name=options["name"],
            minutes=options["minutes"],
            actor="operator:command",
        )
        self.stdout.write(token)
