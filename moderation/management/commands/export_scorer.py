"""`manage.py export_scorer`: any Detoxify model as a small int8 folder that `compact` serves."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.default_policy import DEFAULT_POLICY
from moderation.labelled_rows import RowRefused, read_rows
from moderation.policy.document import PolicyInvalid, policy_from_document, read_toml
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.published import PUBLISHED
from moderation.scoring.specs import check_spec, folder_of
from moderation.training.load import exporter
from moderation.training.new_folder import new_folder
from moderation.training.own_rows import OWN_ROWS

# Below this the export is another model: it orders the texts differently, or decides otherwise.
LOWEST_CORRELATION = 0.95
MOST_CHANGED = 0.03
SAMPLE_TEXTS = 600


class Command(BaseCommand):
    """Exports, measures the agreement with the source, and removes what does not agree."""

    help = (
        "Export a Detoxify checkpoint folder, or a fetched published variant, to an int8 ONNX "
        "folder for DISCUSSION_SCORER=compact:/folder, and measure how far the two agree."
    )
    requires_system_checks: list[str] = []  # the scorer in use may be the one that is being made

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help=f"a pinned folder, or {', '.join(PUBLISHED)}")
        parser.add_argument("out", type=Path, help="the folder to make")
        parser.add_argument("--name", help="of the scorer; the folder's name otherwise")
        parser.add_argument("--release", help="its version; digits of its SHA-256 otherwise")
        parser.add_argument("--sample", type=Path, nargs="+", default=list(OWN_ROWS))
        parser.add_argument("--texts", type=int, default=SAMPLE_TEXTS, help="read of the sample")
        parser.add_argument("--policy", type=Path, default=DEFAULT_POLICY, help="a TOML file")

    def handle(
        self,
        *,
        source: str,
        out: Path,
        name: str | None,
        release: str | None,
        sample: list[Path],
        texts: int,
        policy: Path,
        **_: Any,
    ) -> None:
        try:
            folder = self._source(source)
            rules = policy_from_document(read_toml(policy))
            read = _texts(sample, texts)
            with new_folder(out) as fresh:
                manifest = exporter().export_folder(
                    folder, fresh, name=name or out.name, release=release
                )
                self._prove(exporter().agreement(folder, fresh, read, rules))
        except (ScorerUnavailable, RowRefused, PolicyInvalid, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{manifest.name} {manifest.version} is in {out}. Set DISCUSSION_SCORER=compact:"
            f"{out.resolve()}, set the policy's thresholds anew (manage.py calibrate) and restart "
            "the workers."
        )

    def _prove(self, found: Any) -> None:
        """Print the agreement; raise CommandError below the bounds."""
        for attribute, correlation in found.rank_correlation.items():
            self.stdout.write(f"{attribute}: rank correlation {correlation:.4f}")
        self.stdout.write(
            f"{found.texts} texts: {found.changed_outcomes:.2%} of the outcomes changed, largest "
            f"difference of two scores {found.largest_gap:.3f}"
        )
        # Written so that NaN is refused.
        if not (
            found.lowest_correlation >= LOWEST_CORRELATION
            and found.changed_outcomes <= MOST_CHANGED
        ):
            raise CommandError(
                f"Refused: a rank correlation below {LOWEST_CORRELATION} or more than "
                f"{MOST_CHANGED:.0%} changed outcomes. Nothing was written."
            )

    def _source(self, source: str) -> Path:
        spec = f"detoxify:{source if source in PUBLISHED else Path(source).resolve()}"
        directory: Path = settings.DISCUSSION_SCORERS_DIR
        if problem := check_spec(spec, directory):
            raise ScorerUnavailable(problem)
        return folder_of(spec, directory)


def _texts(sample: list[Path], wanted: int) -> list[str]:
    """Return as many texts, evenly spread over the files."""
    texts = [row.text for path in sample for row in read_rows(path, ())]
    if not texts:
        raise RowRefused(f"The sample {', '.join(map(str, sample))} has no text.")
    return texts[:: max(1, len(texts) // wanted)][:wanted]
