"""Where torch is imported for training: by name and only here, since the base has no torch."""

import importlib
import os
from types import ModuleType

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.specs import missing_extra


def trainer() -> ModuleType:
    """Return `moderation.training.train`; raises ScorerUnavailable without the extra."""
    return _imported("moderation.training.train")


def exporter() -> ModuleType:
    """Return `moderation.training.export`; raises ScorerUnavailable without the extra."""
    return _imported("moderation.training.export")


def _imported(name: str) -> ModuleType:
    if problem := missing_extra():
        raise ScorerUnavailable(problem)
    # Read by the hub's client when it is imported: training never asks a network for anything.
    os.environ["HF_HUB_OFFLINE"] = "1"
    return importlib.import_module(name)
