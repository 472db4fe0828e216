"""Whether the libraries for figures and plots are here; nothing is imported to find out."""

import importlib
import importlib.util
from types import ModuleType

_LIBRARIES = ("sklearn", "scipy", "matplotlib")


class EvaluationRefused(ValueError):
    """There is nothing to evaluate, or nothing to evaluate it with; one sentence for a person."""


def missing_extra() -> str | None:
    """Return the sentence that says how to install the extra, or None where it is installed."""
    if all(importlib.util.find_spec(library) for library in _LIBRARIES):
        return None
    return (
        "Figures and plots need scikit-learn, SciPy and Matplotlib, which are not all installed: "
        "run `pip install '.[evaluation]'`."
    )


def with_extra(module: str) -> ModuleType:
    """Import and return `moderation.evaluation.<module>`; EvaluationRefused without the extra.

    Imported by name: a worker or a web process never pays for these libraries, and the commands
    that need them can say what is missing.
    """
    if problem := missing_extra():
        raise EvaluationRefused(problem)
    return importlib.import_module(f"moderation.evaluation.{module}")
