"""System checks: what can be wrong only together, each with an id."""

from collections.abc import Collection, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.module_loading import import_string

from discussion.models import Topic
from discussion.schema import HINT, later_migrations, told

# What discussion.person.keepers.Keeper asks for.
KEEPERS_CALLS = (
    "told",
    "stays",
    "author_stays",
    "forget_comment",
    "forget_author",
    "came_back",
)


@register()
def check_screener(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """discussion.E003: without a screener every comment would stay pending in silence."""
    name = settings.COMMENT_SCREENER
    try:
        screener = import_string(name)
    except ImportError as error:
        message = f"COMMENT_SCREENER={name!r} cannot be imported: {error}"
        return [Error(message, id="discussion.E003")]
    calls = ("revision_submitted", "status_changed", "comments_imported")
    missing = [call for call in calls if not hasattr(screener, call)]
    if missing:
        hint = "It has to fulfil discussion.screening.Screener."
        message = f"COMMENT_SCREENER={name!r} lacks {', '.join(missing)}."
        return [Error(message, hint=hint, id="discussion.E003")]
    return []


@register()
def check_letters(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """discussion.E004: a topic without a writer would leave its mails unsent in silence."""
    named = settings.NOTIFICATION_LETTERS
    faults = [f"{topic} has none" for topic in Topic.values if topic not in named]
    for topic, name in named.items():
        try:
            import_string(name)
        except ImportError as error:
            faults.append(f"{topic}: {error}")
    return [Error(f"NOTIFICATION_LETTERS: {fault}.", id="discussion.E004") for fault in faults]


@register()
def check_keepers(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """discussion.E005: what nobody forgets would outlive an erasure in silence."""
    faults = []
    for name in settings.PERSON_KEEPERS:
        try:
            keeper = import_string(name)
        except ImportError as error:
            faults.append(f"{name}: {error}")
            continue
        faults += [f"{name} lacks {call}" for call in KEEPERS_CALLS if not hasattr(keeper, call)]
    return [Error(f"PERSON_KEEPERS: {fault}.", id="discussion.E005") for fault in faults]


@register()
def check_mail(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """discussion.W001: authors would read what became of their comments on the page alone."""
    if settings.EMAIL_BACKEND != "discussion.mailing.Nowhere":
        return []
    hint = "Set EMAIL_URL, like smtp+tls://USER:PASSWORD@HOST:587."
    return [Warning("No mail is sent: no mail server is named.", hint=hint, id="discussion.W001")]


@register(Tags.database)
def check_schema(
    app_configs: Sequence[AppConfig] | None, databases: Collection[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """discussion.E006: code that is older than its tables. `migrate` asks this too, and so `up`."""
    later = later_migrations() if databases else []
    return [Error(told(later).capitalize(), hint=HINT, id="discussion.E006")] if later else []
