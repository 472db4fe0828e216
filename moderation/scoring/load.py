"""From DISCUSSION_SCORER to a scorer that is proved to be the right one."""

import importlib
import os
from pathlib import Path
from types import ModuleType

from moderation.scoring.base import Scorer, ScorerUnavailable
from moderation.scoring.compact import open_compact
from moderation.scoring.golden import check_golden
from moderation.scoring.manifest import read_manifest, verify_files
from moderation.scoring.specs import check_spec, folder_of, missing_extra


def load_scorer(spec: str, scorers_dir: Path) -> Scorer:
    """Return the scorer that the spec names, its files and its golden sentences verified.

    `scorers_dir` holds what `manage.py fetch_scorer` fetched, one folder per variant.
    Raises ScorerUnavailable with one sentence for the operator.
    """
    if problem := check_spec(spec, scorers_dir):
        raise ScorerUnavailable(problem)
    folder = folder_of(spec, scorers_dir)
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    if spec.startswith("compact"):
        scorer = open_compact(folder, manifest)
    else:
        scorer = detoxify_adapter().open_detoxify(folder, manifest)
    check_golden(scorer, manifest)
    return scorer


def detoxify_adapter() -> ModuleType:
    """Import and return `moderation.scoring.detoxify`; raise ScorerUnavailable without the extra.

    Imported by name and only here: the import costs seconds and hundreds of megabytes, and the
    base installation has no torch at all.
    """
    if problem := missing_extra():
        raise ScorerUnavailable(problem)
    # Read by the hub's client when it is imported: a scorer never asks a network for anything.
    os.environ["HF_HUB_OFFLINE"] = "1"
    return importlib.import_module("moderation.scoring.detoxify")
