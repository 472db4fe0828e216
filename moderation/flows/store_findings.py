"""What was found about the texts of a claim is stored: in one transaction, each screening once."""

import logging
from collections.abc import Sequence

from django.db import transaction

from articles.changes import ArticleChanges, article_changes
from discussion.errors import CommentGone, StaleComment
from discussion.flows.set_first_statuses import is_first
from discussion.listing import lock_for_ruling
from discussion.models import Decision, Revision
from moderation.circumstances import asked_to_change, circumstances
from moderation.detectors.base import Finding
from moderation.flows.record_decision import record_decision
from moderation.flows.record_first_decisions import (
    Judged,
    record_first_decisions,
    with_open_items,
)
from moderation.models import Screening
from moderation.scoring.base import Producer
from moderation.screenings import Claim, finish, finish_all, put_back

log = logging.getLogger(__name__)

Read = list[tuple[Screening, list[Finding]]]


def store_findings(claim: Claim, read: Read, scorer: Producer) -> int:
    """Store the results in one transaction; return how many screenings this claim ended.

    New comments, nearly all there are, are decided together. Where one of them cannot be (its lease
    went to somebody else, its author withdrew it, a row is refused), nothing of that is kept, and
    each is decided by itself: who lost a compare-and-set is skipped, not rolled back, and one
    comment's trouble is not its neighbours'.
    """
    with article_changes() as changes:
        revisions = _locked_revisions(read)
        known = with_open_items(list(revisions.values()))
        new = [
            (screening, found)
            for screening, found in read
            if screening.attempts == 1
            and is_first(revisions[screening.revision_id])
            and revisions[screening.revision_id].comment_id not in known
        ]
        if len(new) < 2 or not _store_together(claim, new, revisions, scorer, changes):
            new = []
        together = {screening.pk for screening, _ in new}
        alone = [(s, found) for s, found in read if s.pk not in together]
        if alone and len(alone) == len(read):
            # Objects that a failed try has moved are not what the database has.
            revisions = _locked_revisions(read)
        return len(new) + sum(
            _store_one(claim, screening, revisions[screening.revision_id], found, scorer, changes)
            for screening, found in alone
        )


def _locked_revisions(read: Read) -> dict[int, Revision]:
    """Lock the comments, and those they answer, then return the revisions as they are now."""
    lock_for_ruling([screening.revision.comment for screening, _ in read])
    revisions = (
        Revision.objects.select_related(
            "comment__author", "comment__article", "comment__site__desk"
        )
        .defer("fragment")
        .in_bulk([screening.revision_id for screening, _ in read])
    )
    for revision in revisions.values():
        # Its comment's, read once: how it is judged asks for the site of the article.
        revision.comment.article.site = revision.comment.site
    return revisions


def _store_together(
    claim: Claim,
    read: Read,
    revisions: dict[int, Revision],
    scorer: Producer,
    changes: ArticleChanges,
) -> bool:
    """Decide new comments together; False, and nothing stored, where that is not possible."""
    own = ArticleChanges()
    try:
        with transaction.atomic():
            finish_all([screening for screening, _ in read], claim.owner)
            judged = [
                Judged(
                    revisions[screening.revision_id],
                    _with_circumstances(revisions[screening.revision_id], findings),
                    screening.site.published_policy,
                )
                for screening, findings in read
            ]
            decisions = record_first_decisions(judged, scorer=scorer, changes=own)
    except Exception as error:
        log.warning("decided one by one", extra={"error": type(error).__name__})
        return False
    changes.merge(own)
    for (screening, _), decision in zip(read, decisions, strict=True):
        _log(screening, revisions[screening.revision_id], decision)
    return True


def _store_one(
    claim: Claim,
    screening: Screening,
    revision: Revision,
    findings: list[Finding],
    scorer: Producer,
    changes: ArticleChanges,
) -> bool:
    """Return whether this claim ended the screening; what cannot be stored is tried again later."""
    own = ArticleChanges()
    try:
        with transaction.atomic():
            if not finish(screening, claim.owner, Screening.Ending.DECIDED):
                return False
            decision = record_decision(
                revision,
                _with_circumstances(revision, findings),
                policy=screening.site.published_policy,
                scorer=scorer,
                changes=own,
            )
    except (StaleComment, CommentGone):
        return finish(screening, claim.owner, Screening.Ending.MOOT)
    except Exception:
        # One comment's trouble is not its neighbours': they are stored without it.
        log.exception("decision not stored", extra=_ids(screening, revision))
        put_back(screening, claim.owner)
        return False
    changes.merge(own)
    _log(screening, revision, decision)
    return True


def _with_circumstances(revision: Revision, findings: Sequence[Finding]) -> list[Finding]:
    return [*findings, *circumstances(revision.comment), *asked_to_change(revision)]


def _log(screening: Screening, revision: Revision, decision: Decision) -> None:
    told = {"outcome": decision.outcome, "clauses": decision.clauses, "reasons": decision.reasons}
    log.info("decided", extra={**_ids(screening, revision), **told})


def _ids(screening: Screening, revision: Revision) -> dict[str, str]:
    return {"comment": str(revision.comment.public_id), "request_id": screening.request_id}
