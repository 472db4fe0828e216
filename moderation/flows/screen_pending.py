"""A worker judges what waits: claim, read each text, store the results of a claim at once."""

import faulthandler
import logging

import structlog
from django.conf import settings
from django.db import transaction

from articles.changes import ArticleChanges, article_changes
from discussion.errors import CommentGone, StaleComment
from discussion.models import Comment, Revision
from moderation.circumstances import circumstances
from moderation.detectors.base import Finding
from moderation.flows.record_decision import record_decision
from moderation.judge import Judge, fault
from moderation.models import Screening
from moderation.scoring.base import ScorerUnavailable
from moderation.screenings import (
    MAX_ATTEMPTS,
    Claim,
    claim_screenings,
    finish,
    put_back,
)
from moderation.site_profile import profile_of

log = logging.getLogger(__name__)

Read = list[tuple[Screening, list[Finding]]]


def screen_pending(judge: Judge, *, worker: str) -> int:
    """Judge whatever waits until nothing does; return how many screenings came to an end.

    Safe to run twice, at once, and to be killed at any moment: a screening that is not finished is
    free again when its lease ends. Raises ScorerUnavailable when no text can be judged at present.
    """
    ended = 0
    while (claim := claim_screenings(worker)) is not None:
        ended += _store(claim, _read(claim, judge), judge)
    return ended


def _read(claim: Claim, judge: Judge) -> Read:
    """Return the findings about each text of the claim; outside any transaction, since it is
    slow.
    """
    read: Read = []
    for screening in claim.screenings:
        claim.renew_if_due()
        with structlog.contextvars.bound_contextvars(request_id=screening.request_id):
            findings = _findings(claim, screening, judge)
            if findings is not None:
                read.append((screening, findings))
    return read


def _findings(claim: Claim, screening: Screening, judge: Judge) -> list[Finding] | None:
    """Return the findings; None when this try failed and there will be another."""
    if screening.attempts > MAX_ATTEMPTS:
        return [fault(judge.scorer.producer, "given up after three attempts")]
    # A text on which the model hangs ends this process: a timer in Python would not fire while a
    # C loop runs. The supervisor's or the pool's next process finds the attempt counted.
    faulthandler.dump_traceback_later(settings.TEXT_SECONDS, exit=True)
    try:
        return judge.findings(screening.revision.text, profile_of(screening.site))
    except ScorerUnavailable:
        for waiting in claim.screenings:
            put_back(waiting, claim.owner)
        raise
    except Exception:
        log.exception("text not judged", extra={"screening": screening.pk})
        put_back(screening, claim.owner)
        return None
    finally:
        faulthandler.cancel_dump_traceback_later()


def _store(claim: Claim, read: Read, judge: Judge) -> int:
    """Store the results in one transaction; who lost a compare-and-set is skipped, not rolled
    back.
    """
    if not read:
        return 0
    with article_changes() as changes:
        revisions = _locked_revisions(read)
        return sum(
            _store_one(claim, screening, revisions[screening.revision_id], found, judge, changes)
            for screening, found in read
        )


def _locked_revisions(read: Read) -> dict[int, Revision]:
    """Lock the comments in the order of their ids, then return the revisions as they are now."""
    pks = [screening.revision.comment_id for screening, _ in read]
    list(Comment.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    return (
        Revision.objects.select_related("comment__author", "comment__article", "comment__site")
        .defer("fragment")
        .in_bulk([screening.revision_id for screening, _ in read])
    )


def _store_one(
    claim: Claim,
    screening: Screening,
    revision: Revision,
    findings: list[Finding],
    judge: Judge,
    changes: ArticleChanges,
) -> bool:
    """Return whether this claim ended the screening."""
    if not finish(screening, claim.owner, Screening.Ending.DECIDED):
        return False
    try:
        with transaction.atomic():
            decision = record_decision(
                revision,
                [*findings, *circumstances(revision.comment)],
                policy=screening.site.published_policy,
                scorer=judge.scorer.producer,
                changes=changes,
            )
    except (StaleComment, CommentGone):
        Screening.objects.filter(pk=screening.pk).update(ending=Screening.Ending.MOOT)
        return True
    log.info(
        "decided",
        extra={
            "comment": str(revision.comment.public_id),
            "outcome": decision.outcome,
            "clauses": decision.clauses,
            "reasons": decision.reasons,
            "request_id": screening.request_id,
        },
    )
    return True
