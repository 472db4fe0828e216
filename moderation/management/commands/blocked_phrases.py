"""`manage.py blocked_phrases SITE FILE`: the phrases that a site blocks, from a file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.flows.change_site import change_site
from articles.models import Blocklist, Site
from moderation.blocklist import BlocklistRefused, checked_domains, checked_phrases

ACTOR = "operator:command"


class Command(BaseCommand):
    help = "Put a list in the place of a site's blocked phrases (or domains); show it without FILE."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", help="slug of the site")
        parser.add_argument("file", nargs="?", help="UTF-8, one a line; - is standard input")
        parser.add_argument("--domains", action="store_true", help="hosts instead of phrases")

    def handle(self, *args: Any, **options: Any) -> None:
        """Store the whole list or, where a line cannot be used, nothing; an empty file is refused,
        as it is more often a mistake than a wish: the admin empties a list.
        """
        site = Site.objects.filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        check = checked_domains if options["domains"] else checked_phrases
        setting = "blocked_domains" if options["domains"] else "blocked_phrases"
        if options["file"] is None:
            self._show(site, domains=options["domains"])
            return
        try:
            lines = check(_read(options["file"]).splitlines())
        except BlocklistRefused as refused:
            for problem in refused.problems:
                self.stderr.write(problem)
            raise CommandError("Nothing was changed.") from refused
        if not lines:
            raise CommandError(f"{options['file']} is empty. Nothing was changed.")
        changed = change_site(site, {setting: lines}, actor=ACTOR)
        said = "in force" if changed else "in force already"
        self.stdout.write(f"{len(lines)} lines are {said} at {site.slug}.")

    def _show(self, site: Site, *, domains: bool) -> None:
        blocklist = Blocklist.objects.filter(site=site).first() or Blocklist(site=site)
        for line in blocklist.domains if domains else blocklist.phrases:
            self.stdout.write(line)


def _read(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read()
        return Path(file).read_text("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 text.") from error
