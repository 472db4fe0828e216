"""One signed message on its way, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from articles.sealing import SealBroken, unseal
from discussion.outward import OutwardFailed, OutwardRefused, post
from discussion.webhook_signature import signed_headers


@dataclass(frozen=True, slots=True)
class Sent:
    """The status of the answer, or the fault that came instead."""

    status: int | None = None
    fault: str = ""

    @property
    def arrived(self) -> bool:
        """Only 2xx: a redirect is not followed, so nobody has the message."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def result(self) -> str:
        """What an operator reads: the status, or the name of the fault."""
        return self.fault or str(self.status)


def send_signed(url: str, sealed: Sequence[str], *, message_id: str, body: bytes) -> Sent:
    """Send the body, signed with each of the sealed secrets. Never inside a transaction."""
    try:
        headers = signed_headers(
            [unseal(secret) for secret in sealed],
            message_id=message_id,
            at=timezone.now(),
            body=body,
        )
        return Sent(status=post(url, body, headers, seconds=settings.WEBHOOK_SECONDS))
    except (OutwardFailed, OutwardRefused, SealBroken) as error:
        return Sent(fault=type(error).__name__)
