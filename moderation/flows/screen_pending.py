"""A worker judges what waits: claim, read each text, store the results of a claim at once."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context

import structlog

from moderation.circumstances import HOUSE, floods
from moderation.detectors.base import Finding
from moderation.external.opinion import opinion_on, question_on
from moderation.flows.store_findings import Read, store_findings
from moderation.flows.watch_heat import watch_heat
from moderation.judge import Judge, fault
from moderation.models import Screening
from moderation.policy.types import Mode
from moderation.reading import read_text
from moderation.scoring.base import ScorerUnavailable
from moderation.screenings import (
    MAX_ATTEMPTS,
    Claim,
    claim_screenings,
    put_back,
)

log = logging.getLogger(__name__)

Opinion = Future[list[Finding]] | None

# How many questions of a claim are with the sites' own services at the same time.
ASKED_AT_ONCE = 16


def screen_pending(judge: Judge, *, worker: str, go_on: Callable[[], bool] = lambda: True) -> int:
    """Judge whatever waits until nothing does; return how many screenings came to an end.

    Before each claim `go_on` is asked whether there is time for one more.

    Safe to run twice, at once, and to be killed at any moment: a screening that is not finished is
    free again when its lease ends. Raises ScorerUnavailable when no text can be judged at present.
    """
    ended = 0
    while go_on() and (claim := claim_screenings(worker)) is not None:
        ended += _store(claim, _read(claim, judge), judge)
        watch_heat({s.revision.comment.article_id for s in claim.screenings})
    return ended


def _read(claim: Claim, judge: Judge) -> Read:
    """Return the findings about each text of the claim; outside any transaction, since it is
    slow.

    The sites' own services are asked beside it, several at once: a slow one delays what else was
    claimed by a fraction of its slowness.
    """
    read: list[tuple[Screening, list[Finding], Opinion]] = []
    with ThreadPoolExecutor(ASKED_AT_ONCE, thread_name_prefix="external-moderator") as services:
        for screening in claim.screenings:
            claim.renew_if_due()
            with structlog.contextvars.bound_contextvars(request_id=screening.request_id):
                found = _findings(claim, screening, judge, services)
                if found is not None:
                    read.append((screening, *found))
        return [
            (screening, [*findings, *_told(claim, opinion)])
            for screening, findings, opinion in read
        ]


def _ask(services: ThreadPoolExecutor, screening: Screening, findings: list[Finding]) -> Opinion:
    question = question_on(screening.revision, screening.site, findings)
    if question is None:
        return None
    return services.submit(copy_context().run, opinion_on, question)


def _told(claim: Claim, opinion: Opinion) -> list[Finding]:
    if opinion is None:
        return []
    claim.renew_if_due()
    return opinion.result()


def _findings(
    claim: Claim, screening: Screening, judge: Judge, services: ThreadPoolExecutor
) -> tuple[list[Finding], Opinion] | None:
    """Return the findings, and the opinion that was asked for; None when this try failed and there
    will be another.
    """
    if screening.attempts > MAX_ATTEMPTS:
        return [fault(judge.scorer.producer, "given up after three attempts")], None
    # Where the text ends this process, the pool's next one finds the attempt counted.
    mode = Mode(screening.revision.comment.article.moderation_now)
    try:
        findings = read_text(screening.revision, screening.site, mode, judge)
        return findings, _ask(services, screening, findings)
    except ScorerUnavailable:
        for waiting in claim.screenings:
            put_back(waiting, claim.owner)
        raise
    except Exception:
        log.exception("text not judged", extra={"screening": screening.pk})
        put_back(screening, claim.owner)
        return None


def _store(claim: Claim, read: Read, judge: Judge) -> int:
    if not read:
        return 0
    claim.renew_if_due()
    return store_findings(claim, _with_floods(read), judge.scorer.producer)


def _with_floods(read: Read) -> Read:
    """Add what the texts of the claim have in common with others; a text that was given up, since
    reading it does harm, is not read here either.
    """
    legible = [screening.revision for screening, _ in read if screening.attempts <= MAX_ATTEMPTS]
    try:
        found = floods(legible)
    except Exception:
        # As with a detector that breaks: each text of the claim is held, none is thrown away.
        log.exception("repetitions not looked for")
        found = {revision.pk: fault(HOUSE, "failed") for revision in legible}
    return [
        (s, [*findings, found[s.revision_id]] if s.revision_id in found else findings)
        for s, findings in read
    ]
