"""What a mail says, written when it is sent: one writer a topic, named in the settings.

By name, since appeals and sanctions are moderation's, which this app does not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from discussion.models import Notification


@dataclass(frozen=True, slots=True)
class Letter:
    """Words for one author, without greeting and footer (discussion.letters.envelope)."""

    subject: str
    text: str


class NothingToSay(Exception):
    """What was to be told is no longer so; `ending` says why, in a word that the row keeps."""

    def __init__(self, ending: str) -> None:
        super().__init__(ending)
        self.ending = ending


class Writer(Protocol):
    def __call__(self, notification: Notification, /) -> Letter:
        """Return what the author is told now. Raises NothingToSay."""


@cache
def writers() -> dict[str, Writer]:
    """Return the writer of each topic; a system check has tried them at start."""
    return {
        topic: cast(Writer, import_string(name))
        for topic, name in settings.NOTIFICATION_LETTERS.items()
    }


def letter_for(notification: Notification) -> Letter:
    """Return what the notification's author is told now. Raises NothingToSay."""
    return writers()[notification.topic](notification)


def id_in(about: str) -> UUID:
    """Return the id of what a notification is about: `decision:UUID`."""
    return UUID(about.partition(":")[2])


def printed(template: str, context: Mapping[str, Any]) -> str:
    """Return the template as plain text, with one empty line at most between paragraphs."""
    lines: list[str] = []
    for line in render_to_string(template, dict(context)).splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip()
