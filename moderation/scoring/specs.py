"""What DISCUSSION_SCORER may say, and what of it is on this machine: no model is loaded here."""

import importlib.util
from pathlib import Path

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.manifest import missing_files, read_manifest
from moderation.scoring.published import PUBLISHED

SHIPPED_FOLDER = Path(__file__).parent / "compact_model"
WANTED = (
    "compact, compact:/folder, "
    + ", ".join(f"detoxify:{variant}" for variant in PUBLISHED)
    + " or detoxify:/folder"
)


def check_spec(spec: str, scorers_dir: Path) -> str | None:
    """Return what is wrong with the spec, in one sentence, or None. Loads no model, no torch."""
    kind, _, choice = spec.partition(":")
    if not is_known(spec):
        return f"DISCUSSION_SCORER={spec} is unknown: give {WANTED}."
    if kind == "detoxify" and (problem := missing_extra()):
        return problem
    folder = folder_of(spec, scorers_dir)
    if choice in PUBLISHED and not folder.is_dir():
        return (
            f"DISCUSSION_SCORER={spec} has no weights in {folder}: run "
            f"`manage.py fetch_scorer {choice}`."
        )
    return _what_is_missing(folder)


def attributes_of(spec: str, scorers_dir: Path) -> tuple[str, ...]:
    """Return what the scorer of the spec scores, from its manifest alone; raises
    ScorerUnavailable.
    """
    if not is_known(spec):
        raise ScorerUnavailable(f"DISCUSSION_SCORER={spec} is unknown: give {WANTED}.")
    return read_manifest(folder_of(spec, scorers_dir)).attributes


def missing_extra() -> str | None:
    """Return the sentence that says how to install Detoxify, or None where it is installed."""
    if importlib.util.find_spec("torch") and importlib.util.find_spec("detoxify"):
        return None
    return (
        "The Detoxify scorers need PyTorch and detoxify, which are not installed: run "
        "`pip install '.[detoxify]'` (docs/scorers.md says how to choose PyTorch's CPU build)."
    )


def is_known(spec: str) -> bool:
    """Whether the spec has the form of a scorer, whatever is on the disk."""
    kind, _, choice = spec.partition(":")
    if spec == "compact" or (kind == "detoxify" and choice in PUBLISHED):
        return True
    return kind in ("compact", "detoxify") and Path(choice).is_absolute()


def folder_of(spec: str, scorers_dir: Path) -> Path:
    """Return where the files of a known spec are, or should be."""
    _, _, choice = spec.partition(":")
    if choice in PUBLISHED:
        return scorers_dir / choice
    return Path(choice) if choice else SHIPPED_FOLDER


def _what_is_missing(folder: Path) -> str | None:
    try:
        missing = missing_files(folder, read_manifest(folder))
    except ScorerUnavailable as error:
        return str(error)
    if not missing:
        return None
    return (
        f"The scorer's folder {folder} lacks {', '.join(missing)}: restore it from its source or "
        "fetch it again."
    )
