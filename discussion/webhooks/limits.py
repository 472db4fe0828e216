"""What an endpoint may be: refused in words, before anything is stored."""

from collections.abc import Sequence

from discussion.errors import WebhookRefused
from discussion.outward import OutwardRefused, check_url
from discussion.webhooks.kinds import KINDS

MOST_ENDPOINTS = 10
MOST_SECRETS = 3
LONGEST_URL = 600
LONGEST_NAME = 80


def check_endpoint(url: str, kinds: Sequence[str], name: str) -> None:
    """Raise WebhookRefused for what could never work. Where the address leads is checked at each
    call: a name may move.
    """
    try:
        check_url(url)
    except OutwardRefused as refused:
        raise WebhookRefused(str(refused)) from refused
    if len(url) > LONGEST_URL or len(name) > LONGEST_NAME:
        raise WebhookRefused("That is too long.")
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise WebhookRefused(f"There are no events of the kind {unknown[0]}.")
