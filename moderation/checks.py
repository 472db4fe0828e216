"""System checks of what judges."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from moderation.scoring.specs import WANTED, check_spec, is_known


@register()
def check_scorer(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """moderation.E001: no such scorer. moderation.W001: it is not here.

    The second only warns, since web processes need no scorer; a worker without one does not start.
    """
    spec = settings.DISCUSSION_SCORER
    if not is_known(spec):
        return [
            Error(f"DISCUSSION_SCORER={spec} is unknown.", f"Give {WANTED}.", id="moderation.E001")
        ]
    problem = check_spec(spec, settings.DISCUSSION_SCORERS_DIR)
    return [Warning(problem, id="moderation.W001")] if problem else []
