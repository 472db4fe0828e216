"""Asking a site's service about one text, and what is made of its silence."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from articles.models import Site
from articles.sealing import SealBroken, unseal
from discussion.models import Revision
from discussion.outward import OutwardFailed, OutwardRefused, fetch
from discussion.webhook_signature import signed_headers
from moderation.detectors.base import Finding, Span
from moderation.external.answer import AnswerRefused, findings_in
from moderation.external.patience import Patience
from moderation.external.question import message_id, question_about
from moderation.models import ExternalModerator
from moderation.policy.external import UNAVAILABLE
from moderation.scoring.base import Producer

log = logging.getLogger(__name__)

# What an answer may have; the longest that is allowed is shorter.
MOST_BYTES = 16 * 1024
# A few comments wait in vain for a service that is away, then for half a minute none does.
FAILURES, PAUSE_SECONDS = 3, 30.0
patience = Patience(FAILURES, PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to ask about a text, and what they are told; to be asked in any thread."""

    service: ExternalModerator
    id_: str
    body: bytes


def question_on(revision: Revision, site: Site, findings: Sequence[Finding]) -> Question | None:
    """Return what the site's service is asked about the text; None where the site has none."""
    service: ExternalModerator | None = getattr(site, "external_moderator", None)
    if service is None or not service.enabled:
        return None
    return Question(service, message_id(revision), question_about(revision, site, findings))


def opinion_on(question: Question) -> list[Finding]:
    """Return what the service says of the text, or the mark that it said nothing.

    Without the database, and outside any transaction, since it is slow. The mark is stored and
    replayed like any signal, and holds.
    """
    service = question.service
    producer = Producer("external-moderator", "1", hashlib.sha256(service.url.encode()).hexdigest())
    if patience.is_over(service.url):
        return [_silence(producer, "not asked, it failed before")]
    try:
        found = findings_in(_asked(question), producer)
    except (OutwardFailed, OutwardRefused, SealBroken, AnswerRefused) as error:
        patience.note_failure(service.url)
        why = str(error) if isinstance(error, AnswerRefused) else type(error).__name__
        log.warning("external moderator failed", extra={"site": service.pk, "error": why})
        return [_silence(producer, why)]
    except Exception as error:
        # Whatever it was: who has not been heard may have meant to stop the comment.
        log.exception("external moderator failed", extra={"site": service.pk})
        patience.note_failure(service.url)
        return [_silence(producer, type(error).__name__)]
    patience.note_answer(service.url)
    return found


def _asked(question: Question) -> bytes:
    service, body = question.service, question.body
    answer = fetch(
        "POST",
        service.url,
        headers=_signed(service, question.id_, body),
        body=body,
        # A third of the lease, which is extended before each answer is waited for.
        seconds=min(service.seconds, settings.LEASE_SECONDS / 3),
        most=MOST_BYTES,
    )
    if answer.status != 200:
        raise AnswerRefused(f"status {answer.status}")
    return answer.body


def _signed(service: ExternalModerator, id_: str, body: bytes) -> dict[str, str]:
    """Return the headers, signed with each live secret."""
    secrets = [unseal(sealed) for sealed in service.sealed_secrets]
    return signed_headers(secrets, message_id=id_, at=timezone.now(), body=body)


def _silence(producer: Producer, why: str) -> Finding:
    return Finding(UNAVAILABLE, 1.0, producer, (Span(0, 0, why),))
