"""`manage.py doctor --site S`: is all of it set up right, and if not, what is to be done?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Site
from moderation.doctor.examination import examine


class Command(BaseCommand):
    help = (
        "Look at the service, at the calls that a browser would make, at a page of the publication "
        "and at a reader's token: each is right, or a sentence says what to do. Exit code 1 when "
        "something is not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument("--url", default="", help="a page of the publication with the embed")
        parser.add_argument(
            "--token",
            action="store_true",
            help="read a reader's token from standard input and say which claim fails",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each check."""
        site = Site.objects.select_related("policy").filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        token = sys.stdin.readline().strip() if options["token"] else ""
        wrong = 0
        for check in examine(site, url=options["url"], token=token):
            wrong += not check.ok
            mark = self.style.SUCCESS("ok  ") if check.ok else self.style.ERROR("--> ")
            self.stdout.write(f"{mark} {check.name}: {check.says}")
        if wrong:
            raise CommandError(f"{wrong} to mend.", returncode=1)
        self.stdout.write(self.style.SUCCESS("All is well."))
