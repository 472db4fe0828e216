"""`manage.py fetch_scorer`: make a Detoxify scorer ready for DISCUSSION_SCORER=detoxify:..."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.fetch import FetchFailed, fetch_published, import_published
from moderation.scoring.load import detoxify_adapter, load_scorer
from moderation.scoring.manifest import Manifest
from moderation.scoring.published import PUBLISHED, Published
from moderation.scoring.specs import missing_extra


class Command(BaseCommand):
    """Fetches or imports, pins, and then loads once more the way a worker will."""

    help = (
        "Fetch a published Detoxify checkpoint with its base model's configuration and vocabulary, "
        "verify it and pin every file's SHA-256; or pin a folder of your own."
    )
    requires_system_checks: list[str] = []  # one of them asks for what this command brings

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("scorer", help=f"{', '.join(PUBLISHED)} or an absolute /folder")
        parser.add_argument(
            "--from", dest="source", type=Path, help="import the files from this folder instead"
        )
        parser.add_argument(
            "--languages", default="en", help="for a /folder: ISO 639-1 codes, commas between"
        )

    def handle(self, *, scorer: str, source: Path | None, languages: str, **_: Any) -> None:
        if problem := missing_extra():
            raise CommandError(problem)
        directory: Path = settings.DISCUSSION_SCORERS_DIR
        try:
            manifest = self._pin(scorer, source, languages, directory)
            load_scorer(f"detoxify:{scorer}", directory)
        except ScorerUnavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{manifest.name} {manifest.version} is ready: {', '.join(manifest.attributes)}. "
            f"Set DISCUSSION_SCORER=detoxify:{scorer} and restart the workers."
        )

    def _pin(self, scorer: str, source: Path | None, languages: str, directory: Path) -> Manifest:
        if Path(scorer).is_absolute():
            folder = Path(scorer)
            spoken = frozenset(languages.split(","))
            pinned: Manifest = detoxify_adapter().pin_folder(folder, folder.name, spoken)
            return pinned
        if scorer not in PUBLISHED:
            raise CommandError(f"{scorer} is unknown: give {', '.join(PUBLISHED)} or a /folder.")
        published = PUBLISHED[scorer]
        try:
            if source:
                return import_published(scorer, published, source, directory)
            return fetch_published(scorer, published, directory, self.stderr.write)
        except FetchFailed as error:
            raise CommandError(f"{error} {by_hand(scorer, published)}") from error


def by_hand(scorer: str, published: Published) -> str:
    """Return what to do on a machine without a network."""
    files = "\n".join(f"  {name}  {url}" for name, url in published.addresses.items())
    return (
        "Without a network, bring these files into one folder from a machine that has one:\n"
        f"{files}\nthen run: manage.py fetch_scorer {scorer} --from FOLDER"
    )
