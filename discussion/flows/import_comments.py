"""Comments of another system move in: read to the end, put in order, stored in batches."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from articles.models import Site
from discussion.flows.announce_imported import announce_imported
from discussion.flows.place_articles import place_articles
from discussion.flows.place_authors import place_authors
from discussion.flows.store_imported import store_imported
from discussion.imports.gaps import known_policies, used
from discussion.imports.options import Options
from discussion.imports.permalinks import write_permalinks
from discussion.imports.reading import Progress, read_into, stored_before
from discussion.imports.records import Reader
from discussion.imports.report import Report, report_of, write_problems
from discussion.imports.rows import batches
from discussion.imports.staging import Staging, claimed

BATCH = 500


def import_comments(site: Site, reader: Reader, options: Options, *, progress: Progress) -> Report:
    """Store what the reader yields at the site, each comment in the state that it has there; return
    what became of it.

    Repeated, it stores nothing twice; interrupted at any moment and run again, it ends as if it had
    not been. Raises SourceUnreadable, before anything was stored, and StagingInUse.
    """
    with claimed(_path(site, options)):
        staging = _read(site, reader, options, progress)
        try:
            report = _reported(site, staging, options)
            _store(site, staging, options, report, progress)
            announce_imported(site, options.source, report)
            _write_files(site, staging, options)
        finally:
            staging.close()
        staging.drop()
    return report


def rehearse_import(site: Site, reader: Reader, options: Options, *, progress: Progress) -> Report:
    """Return what `import_comments` would do; nothing is stored. Raises the same."""
    with claimed(_path(site, options)):
        staging = _read(site, reader, options, progress)
        with closing(staging):
            report = _reported(site, staging, options)
            if options.problems is not None:
                write_problems(staging, options.problems)
        staging.drop()
    return report


def _path(site: Site, options: Options) -> Path:
    return options.folder / f"{site.slug}-{options.source}.staging"


def _read(site: Site, reader: Reader, options: Options, progress: Progress) -> Staging:
    path = _path(site, options)
    if options.resume and (kept := Staging.kept(path, of=options.fingerprint)) is not None:
        return kept
    now: datetime = timezone.now()
    return read_into(
        path,
        reader,
        site=site,
        choices=options.choices,
        anywhere=options.anywhere,
        now=now,
        fingerprint=options.fingerprint,
        progress=progress,
    )


def _reported(site: Site, staging: Staging, options: Options) -> Report:
    report = report_of(staging)
    known = stored_before(site, options.source)
    for batch in batches(staging, BATCH):
        report.known_comments += len(known([row.id for row in batch]))
    return report


def _store(
    site: Site,
    staging: Staging,
    options: Options,
    report: Report,
    progress: Progress,
) -> None:
    source, everything = options.source, options.everything
    articles = used(staging, "articles", "article", everything=everything)
    report.new_articles = place_articles(site, source, articles, keep_ids=everything)
    authors = used(staging, "authors", "author", everything=everything)
    report.new_authors = place_authors(site, source, authors, keep_ids=everything)
    policies, done = known_policies(staging, site), 0
    for batch in batches(staging, BATCH):
        report.new_comments += store_imported(
            site, source, batch, policies=policies, keep_ids=everything
        )
        done += len(batch)
        progress("storing", done, report.comments)


def _write_files(site: Site, staging: Staging, options: Options) -> None:
    if options.problems is not None:
        write_problems(staging, options.problems)
    if options.permalinks is not None:
        write_permalinks(site, options.source, staging, options.permalinks)
