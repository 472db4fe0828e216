"""`manage.py import_comments FORMAT SOURCE --site S`: comments of another system move in."""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.errors import DomainError
from articles.models import Site
from discussion.flows.import_comments import import_comments, rehearse_import
from discussion.imports.formats import FORMATS, fingerprint_of, reader_of
from discussion.imports.intake import Choices
from discussion.imports.options import Options
from discussion.imports.reading import Progress
from discussion.imports.records import SourceUnreadable
from discussion.imports.report import Report
from discussion.imports.staging import StagingInUse

_SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class Command(BaseCommand):
    help = (
        "Bring the comments of another system to a site, each in the state that it has there. "
        "Repeated, nothing comes twice; interrupted, it goes on. See docs/importing.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        told = "; ".join(f"{name}: {what}" for name, what in FORMATS.items())
        parser.add_argument("format", choices=list(FORMATS), help=told)
        parser.add_argument("file", metavar="FILE", help="a file, a folder or a database's URL")
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument("--dry-run", action="store_true", help="store nothing, only report")
        parser.add_argument(
            "--resume", action="store_true", help="do not read again what was read to its end"
        )
        parser.add_argument(
            "--source", default="", help="name of the source, for its ids (else the format's)"
        )
        parser.add_argument("--map", type=Path, metavar="FILE", help="write old and new addresses")
        parser.add_argument("--problems", type=Path, metavar="FILE", help="write every problem")
        parser.add_argument(
            "--subjects", type=Path, metavar="FILE", help="CSV of ids or addresses and subjects"
        )
        parser.add_argument(
            "--subject-template",
            default="{source}:{id}",
            help="the site's own id of a person, of {source} and {id} ({source}:{id})",
        )
        parser.add_argument("--with-email", action="store_true", help="keep e-mail addresses")
        parser.add_argument(
            "--any-domain", action="store_true", help="articles of other domains too"
        )
        parser.add_argument(
            "--address",
            default="",
            help="isso: the site's address; django-comments: an article's, of {app}, {model}, {pk}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what came of it; exit 1 when nothing could be read."""
        site = Site.objects.filter(slug=options["site"]).select_related("policy").first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        wish = _options(options)
        run = rehearse_import if options["dry_run"] else import_comments
        try:
            reader = reader_of(options["format"], options["file"], address=options["address"])
            with _bars() as progress:
                report = run(site, reader, wish, progress=progress)
        except SourceUnreadable as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        except StagingInUse as error:
            raise CommandError("The same import runs already.") from error
        except (ValueError, DomainError) as error:
            raise CommandError(str(error)) from error
        self._print(report, dry_run=options["dry_run"], site=site)

    def _print(self, report: Report, *, dry_run: bool, site: Site) -> None:
        say = self.stdout.write
        about = f"{report.articles:,} articles, {report.authors:,} authors"
        say(f"{report.told:,} comments read, {about}.")
        states = ", ".join(f"{count:,} {status}" for status, count in report.statuses.items())
        what = "Would come in" if dry_run else "In all"
        say(f"{what}: {report.comments:,} ({states or 'none'}).")
        if report.known_comments:
            say(f"{report.known_comments:,} of them were here before.")
        for problem in report.problems:
            say(f"{problem.count:,} {problem.words}.")
            for place in problem.places:
                say(f"    {place}")
        if dry_run:
            say("Dry run: nothing was stored.")
            return
        say(
            f"New: {report.new_comments:,} comments, {report.new_articles:,} articles, "
            f"{report.new_authors:,} authors."
        )
        if report.new_comments:
            call = f"manage.py rejudge --site {site.slug} --imported"
            say(f"To have them judged, without changing any: {call}")


def _options(options: dict[str, Any]) -> Options:
    source = options["source"] or options["format"]
    if not _SOURCE.fullmatch(source):
        raise CommandError("--source has to be up to 40 of a-z, 0-9, “.”, “_” and “-”.")
    template = options["subject_template"]
    try:
        if template.format(source="s", id="1") == template.format(source="s", id="2"):
            raise CommandError("--subject-template needs {id}: else all are one person.")
    except (KeyError, IndexError, ValueError) as error:
        raise CommandError("--subject-template may have {source} and {id}.") from error
    return Options(
        choices=Choices(
            source=source,
            subject_template=template,
            subjects=options["subjects"],
            with_email=options["with_email"],
        ),
        folder=settings.DATA_DIR / "imports",
        fingerprint=fingerprint_of(options["file"]),
        anywhere=options["any_domain"],
        everything=options["format"] == "jsonl",
        resume=options["resume"],
        problems=options["problems"],
        permalinks=options["map"],
    )


@contextmanager
def _bars() -> Iterator[Progress]:
    """Yield what shows progress on a terminal, one bar a phase."""
    bars: dict[str, Any] = {}

    def progress(phase: str, done: int, total: int) -> None:
        bar = bars.get(phase)
        if bar is None:
            # `disable=None`: only on a terminal.
            bar = bars[phase] = tqdm(
                desc=phase, total=total or None, file=sys.stderr, disable=None, unit_scale=True
            )
        bar.total = total or None
        bar.update(done - bar.n)

    try:
        yield progress
    finally:
        for bar in bars.values():
            bar.close()
