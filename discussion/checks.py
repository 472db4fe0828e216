"""System checks: what can be wrong only together, each with an id."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


@register()
def check_screener(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """discussion.E003: without a screener every comment would stay pending in silence."""
    name = settings.COMMENT_SCREENER
    try:
        screener = import_string(name)
    except ImportError as error:
        message = f"COMMENT_SCREENER={name!r} cannot be imported: {error}"
        return [Error(message, id="discussion.E003")]
    missing = [
        call for call in ("revision_submitted", "status_changed") if not hasattr(screener, call)
    ]
    if missing:
        hint = "It has to fulfil discussion.screening.Screener."
        message = f"COMMENT_SCREENER={name!r} lacks {', '.join(missing)}."
        return [Error(message, hint=hint, id="discussion.E003")]
    return []
