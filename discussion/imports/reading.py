"""A source is read to its end into the staging file, and put in order there."""

from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from articles.models import Site
from discussion.imports.gaps import (
    leave_out_foreign_articles,
    leave_out_unknown_articles,
    make_up_unknown_authors,
    tell_unknown_policies,
)
from discussion.imports.intake import Choices, Intake
from discussion.imports.records import Reader
from discussion.imports.staging import Staging
from discussion.imports.threads_order import order
from discussion.models import ImportedComment

# How often progress is told: in records.
EVERY = 200
Progress = Callable[[str, int, int], None]


def read_into(
    path: Path,
    reader: Reader,
    *,
    site: Site,
    choices: Choices,
    anywhere: bool,
    now: datetime,
    fingerprint: str,
    progress: Progress,
) -> Staging:
    """Return the staging file with all that the reader yields, ready to be stored.

    With `anywhere`, articles may have any address. Nothing of the site is changed. Raises
    SourceUnreadable; what was read until then is deleted.
    """
    staging = Staging.new(path)
    try:
        intake = Intake(staging, choices, now)
        intake.learn_subjects()
        for number, record in enumerate(reader.records()):
            intake.take(record)
            if number % EVERY == 0:
                progress("reading", reader.done, reader.size)
        staging.note("told", str(intake.taken))
        staging.index()
        progress("ordering", 0, 0)
        leave_out_unknown_articles(staging, site, choices.source)
        if not anywhere:
            leave_out_foreign_articles(staging, site, choices.source)
        make_up_unknown_authors(staging, site, choices.source, choices.subject_template)
        tell_unknown_policies(staging, site)
        order(staging, known=stored_before(site, choices.source))
        staging.finish(of=fingerprint)
    except BaseException:
        staging.drop()
        raise
    return staging


def stored_before(site: Site, source: str) -> Callable[[Collection[str]], set[str]]:
    """Return what tells which of some ids an earlier import of the source stored."""
    mapped = ImportedComment.objects.filter(site=site, source=source)

    def known(ids: Collection[str]) -> set[str]:
        return set(mapped.filter(source_id__in=ids).values_list("source_id", flat=True))

    return known
