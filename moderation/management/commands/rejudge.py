"""`manage.py rejudge --site S`: judge again after a new policy or scorer."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Site
from discussion.models import User
from moderation.errors import NotAllowed
from moderation.flows.run_jobs import run_jobs
from moderation.flows.start_job import start_rejudge
from moderation.jobs.queue import OPEN
from moderation.jobs.report import counts_of
from moderation.models import Job
from moderation.roles import Act, may
from moderation.scoring.base import ScorerUnavailable
from moderation.wakeup import RUN_JOBS, wake_workers
from moderation.worker import judge, name


class Command(BaseCommand):
    help = (
        "Judge again by the policy and the scorer of now: what waits is decided anew; of what is "
        "published, or came from elsewhere, it is listed what would change, for a person to "
        "accept. The first two, unless one is named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument("--waiting", action="store_true", help="what waits for a person")
        parser.add_argument("--published", action="store_true", help="what is published")
        parser.add_argument(
            "--imported", action="store_true", help="what came from elsewhere, held or published"
        )
        parser.add_argument("--since", type=_day, help="only what was written since, 2026-11-23")
        parser.add_argument("--by", help="username of who answers for it; else the first who may")
        parser.add_argument("--now", action="store_true", help="here, not by the workers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start the job; with --now wait for its end and print what came of it."""
        site = Site.objects.filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        neither = not (options["waiting"] or options["published"] or options["imported"])
        try:
            job = start_rejudge(
                site,
                user=_who(site, options["by"]),
                waiting=options["waiting"] or neither,
                published=options["published"] or neither,
                imported=options["imported"],
                since=options["since"],
            )
        except NotAllowed as error:
            raise CommandError(error.detail) from error
        if options["now"]:
            self._run(job)
        else:
            wake_workers(RUN_JOBS)
            self.stdout.write(f"Started: job {job.public_id}. See “Jobs” on the desk.")

    def _run(self, job: Job) -> None:
        try:
            while job.state in OPEN and run_jobs(judge, worker=name()):
                job.refresh_from_db()
        except ScorerUnavailable as error:
            raise CommandError(str(error)) from error
        counts = counts_of(job)
        self.stdout.write(
            f"{job.done} of {job.total} judged again: {counts.decided} decided anew, "
            f"{counts.proposed} proposed, {counts.refused} not done, the others as before."
        )


def _who(site: Site, username: str | None) -> User:
    """Return in whose name it is done: who was named, else the first who may at the site."""
    staff = User.objects.filter(is_active=True, is_staff=True).order_by("-is_superuser", "pk")
    if username is not None:
        named = staff.filter(username=username).first()
        if named is None:
            raise CommandError(f"There is no member of staff “{username}”.")
        return named
    for user in staff:
        if may(user, Act.RUN_JOBS, site.pk):
            return user
    raise CommandError("Nobody at that site may start jobs: make somebody a senior moderator.")


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
