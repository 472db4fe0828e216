"""What became of the promises, told by the database and the outside truth alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, F, Q

from benchmarks.chaos.texts import NAN, PLAIN, POISON, digest
from discussion.models import Comment, Decision, Revision
from discussion.verification import ledger_faults
from moderation.models import ReviewItem, Screening
from moderation.screenings import MAX_ATTEMPTS

Lines = Iterable[dict[str, Any]]
WAITING = Q(status=Comment.Status.PENDING) | Q(revisions__state=Revision.State.PENDING)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How often each promise was broken; every figure has to be 0.

    `never_answered` and `refused` are posts without their 202, `stored_twice` comments beyond one a
    key; `untrue_endings` are jobs that say otherwise than the decisions.
    """

    lost: int
    never_answered: int
    refused: int
    stored_twice: int
    published_unscored: int
    double_decisions: int
    stale_decisions: int
    untrue_endings: int
    audit_gaps: int
    pending_left: int
    poison_wrong: int
    statements_missing: int
    held_unseen: int

    @property
    def is_clean(self) -> bool:
        return not any(asdict(self).values())


def judged(said: Lines, tries: Lines, *, posted: int) -> Verdict:
    """Return the verdict about so many texts; nothing runs any more."""
    lines = list(said)
    taken = [line for line in lines if line["event"] in {"posted", "edited"}]
    posts = [line for line in taken if line["event"] == "posted"]
    refused = sum(line["event"] == "refused" for line in lines)
    return Verdict(
        lost=_lost(taken),
        never_answered=posted - len(posts) - refused,
        refused=refused,
        stored_twice=max(0, Comment.objects.count() - posted),
        published_unscored=_published_unscored(taken)
        + sum(line["event"] == "seen" for line in lines),
        double_decisions=_double_decisions(),
        stale_decisions=_stale_decisions(),
        untrue_endings=_untrue_endings(),
        audit_gaps=sum(1 for _ in ledger_faults()),
        pending_left=_pending_left(),
        poison_wrong=_poison_wrong(posts, tries),
        statements_missing=Decision.objects.exclude(outcome=Decision.Outcome.PUBLISH)
        .filter(statement=None)
        .count(),
        held_unseen=_held_unseen(),
    )


def _lost(taken: Lines) -> int:
    """Texts that somebody was told are stored, and that are not, word for word."""
    rows = Revision.objects.values_list("comment__public_id", "text").iterator()
    stored = {(str(public_id), digest(text)) for public_id, text in rows}
    return sum((line["id"], line["sha"]) not in stored for line in taken)


def _published_unscored(taken: Lines) -> int:
    """Public texts without a number from 0 to 1 behind them; for some only the outside knows."""
    published = Comment.objects.filter(status=Comment.Status.PUBLISHED)
    scored = Q(decision__score__gte=0, decision__score__lte=1) & ~Q(decision__scorer="")
    unreadable = {(line["id"], line["sha"]) for line in taken if line["kind"] in {NAN, POISON}}
    rows = published.filter(public_id__in={public_id for public_id, _ in unreadable})
    shown = rows.values_list("public_id", "public_revision__text")
    seen = sum((str(public_id), digest(text)) in unreadable for public_id, text in shown)
    return published.exclude(scored).count() + seen


def _double_decisions() -> int:
    firsts = Decision.objects.filter(supersedes=None).values("revision")
    return firsts.annotate(count=Count("id")).filter(count__gt=1).count()


def _stale_decisions() -> int:
    """Public texts whose effective decision is about another text, or says something else."""
    published = Comment.objects.filter(status=Comment.Status.PUBLISHED)
    fits = Q(
        decision__outcome=Decision.Outcome.PUBLISH,
        decision__comment=F("pk"),
        decision__revision=F("public_revision"),
        public_revision__comment=F("pk"),
    )
    return published.exclude(fits).count()


def _untrue_endings() -> int:
    """Nobody withdraws in a run and no person rules, so each job ended with its own decision."""
    decided = Q(ending=Screening.Ending.DECIDED, revision__decisions__isnull=False)
    return Screening.objects.exclude(finished_at=None).exclude(decided).count()


def _pending_left() -> int:
    """Comments and texts that wait, and jobs; a text without its job would wait for ever."""
    waiting = Comment.objects.filter(WAITING).distinct().count()
    return waiting + Screening.objects.filter(finished_at=None).count()


def _poison_wrong(posts: Lines, tries: Lines) -> int:
    """Texts that kill their reader, and were not held for a person after three tries.

    A try that another fault cut short before the text was read counts as well; the claim after the
    last one does not read.
    """
    read = Counter(line["sha"] for line in tries)
    poison = {line["id"]: line["sha"] for line in posts if line["kind"] == POISON}
    held = Comment.objects.filter(
        public_id__in=poison,
        status=Comment.Status.HELD,
        revisions__screening__attempts__gt=MAX_ATTEMPTS,
    )
    right = [str(public_id) for public_id in held.values_list("public_id", flat=True)]
    return len(poison) - sum(read[poison[public_id]] <= MAX_ATTEMPTS for public_id in right)


def _held_unseen() -> int:
    """Held comments that no open item shows to a person."""
    seen = ReviewItem.objects.filter(closed_at=None).values("comment")
    return Comment.objects.filter(status=Comment.Status.HELD).exclude(pk__in=seen).count()


def kinds_taken(posts: Lines) -> dict[str, int]:
    """Return how many of each kind of text were taken, by what was answered."""
    counted = Counter(line["kind"] for line in posts if line["event"] == "posted")
    return {kind: counted[kind] for kind in (PLAIN, POISON, NAN)}
