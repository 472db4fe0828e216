"""Blind second looks: which decisions are drawn, who may judge one, and what that person sees."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from articles.audit import keyed_digest
from discussion.models import Comment, Decision, User
from moderation.desk.thread_around import above
from moderation.models import Appeal, SecondLook
from moderation.why import ClauseText, clause_texts

CLAIM_MINUTES = 10
_DIGITS = 16
_ALL = float(16**_DIGITS)


@dataclass(frozen=True, slots=True)
class Blind:
    """All that a judge sees: the text as it was judged, what it answers, and the policy of then.

    Nothing of what became of it: no status, decision, score, report, answer or author, whose name
    may bring back a case; and no address of the page, which would tell. An ancestor that is not on
    its page is None.
    """

    look_id: int
    site: str
    headline: str
    above: tuple[str | None, ...]
    text: str
    clauses: tuple[ClauseText, ...]


def is_drawn(decision_id: UUID, share: float) -> bool:
    """Whether a decision is among the share that is judged again.

    By a keyed hash of its public id: nobody without the key can tell beforehand, nobody can steer
    it, and asked twice it answers the same.
    """
    digest = keyed_digest("second-look", str(decision_id))[:_DIGITS]
    return int(digest, 16) < share * _ALL


def is_judgement(decision: Decision) -> bool:
    """Whether the decision says something about the text that another person can agree with.

    A machine's hold under a clause does; a hold for another reason (a new author, pre-moderation)
    does not, nor one of a person, who only wants to look again.
    """
    if decision.outcome != Decision.Outcome.HOLD:
        return decision.actor_kind != Decision.Actor.IMPORT
    return decision.actor_kind == Decision.Actor.MACHINE and bool(decision.clauses)


def looks_for(judge: User, site_ids: Collection[int]) -> QuerySet[SecondLook]:
    """Return what this person may judge: nothing that they ruled on or wrote themselves, nor where
    they let a decision on the text stand against an appeal.
    """
    ruled = Decision.objects.filter(revision=OuterRef("decision__revision"), actor=judge)
    answered = Appeal.objects.filter(
        decision__revision=OuterRef("decision__revision"), decided_by=judge
    )
    return (
        SecondLook.objects.filter(~Exists(ruled), ~Exists(answered), site_id__in=site_ids)
        .exclude(decision__comment__author__user=judge)
        .select_related(
            "site", "decision__comment__article", "decision__revision", "decision__policy"
        )
        .order_by("pk")
    )


def claim_next(judge: User, site_ids: Collection[int], *, after: int = 0) -> SecondLook | None:
    """Return the next look for this person, claimed for CLAIM_MINUTES; None when there is none.

    Two people who ask at once get two looks: the claim is a compare-and-set, and who loses it asks
    again. `after` is the look that was passed over; when none follows it begins anew.
    """
    free = Q(claimed_by=None) | Q(claimed_by=judge) | Q(claimed_until__lt=Now())
    waiting = looks_for(judge, site_ids).filter(free, judged_at=None)
    # Of an erased comment there is no text to judge.
    waiting = waiting.exclude(decision__comment__status=Comment.Status.ERASED)
    while look := waiting.filter(pk__gt=after).first():
        claimed = SecondLook.objects.filter(free, pk=look.pk, judged_at=None).update(
            claimed_by=judge, claimed_until=Now() + timedelta(minutes=CLAIM_MINUTES)
        )
        if claimed:
            return look
    return claim_next(judge, site_ids) if after else None


def release_look(look: SecondLook, judge: User) -> None:
    """Give the look back; somebody else's claim stays."""
    SecondLook.objects.filter(pk=look.pk, claimed_by=judge, judged_at=None).update(
        claimed_by=None, claimed_until=None
    )


def blind(look: SecondLook) -> Blind:
    """Return what the judge of the look sees."""
    decision = look.decision
    article = decision.comment.article
    return Blind(
        look_id=look.pk,
        site=look.site.name,
        headline=article.title,
        above=tuple(None if voice.gone else voice.text for voice in above(decision.comment)),
        text=decision.revision.text,
        clauses=tuple(clause_texts(decision.policy)),
    )
