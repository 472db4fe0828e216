"""Blind second looks: drawn by chance that nobody steers, judged once, by somebody else."""

import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import AuditEvent
from discussion.comment_verification import comment_faults
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment, Decision
from moderation.errors import (
    ClauseRequired,
    LookJudged,
    NotAllowed,
    SamePerson,
    UnknownClause,
)
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.draw_second_looks import draw_second_looks
from moderation.flows.judge_second_look import judge_second_look
from moderation.flows.open_appeal import open_appeal
from moderation.models import DeskSettings, Membership, ReviewItem, SecondLook
from moderation.policy.types import Outcome
from moderation.second_looks import blind, claim_next, is_drawn, release_look
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy")


def draw_share(site, share):
    DeskSettings.objects.update_or_create(site=site, defaults={"second_look_share": share})
    return draw_second_looks()


def drawn():
    return {look.decision for look in SecondLook.objects.select_related("decision")}


def look_at(decision, share=1.0):
    return SecondLook.objects.create(site=decision.site, decision=decision, share=share)


def judge(look, person, outcome, clause="hateful-language"):
    judge_second_look(look, judge=person, outcome=outcome, clause=clause)
    look.refresh_from_db()


def open_reasons(comment):
    return [item.reasons for item in ReviewItem.objects.filter(comment=comment, closed_at=None)]


# --- drawing ---


def test_all_are_drawn_at_a_share_of_one_the_published_ones_included(article, rosa):
    good, rude = factories.published(article), factories.held(article)
    ruled = factories.decide(rude, rosa, Outcome.REJECT)
    assert draw_share(article.site, 1.0) == 3
    assert drawn() == {good.decision, Decision.objects.get(superseded_by=ruled), ruled}
    assert set(SecondLook.objects.values_list("share", flat=True)) == {1.0}


def test_drawing_twice_draws_the_same(article):
    for number in range(5):
        factories.published(article, f"Fair point {number}.", author=f"Ada{number}")
    assert draw_share(article.site, 0.5) == SecondLook.objects.count()
    before = drawn()
    assert draw_second_looks() == 0
    assert drawn() == before


def test_what_was_decided_since_the_last_draw_is_drawn_next(article):
    factories.published(article, "One.")
    assert draw_share(article.site, 1.0) == 1
    factories.published(article, "Two.")
    assert draw_second_looks() == 1


def test_a_draw_that_was_late_misses_nothing_within_a_week(article):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        factories.published(article)
        clock.shift(6 * 24 * 3600)
        assert draw_share(article.site, 1.0) == 1


def test_a_site_that_wants_none_has_none(article):
    factories.published(article)
    assert draw_share(article.site, 0.0) == 0


def test_a_site_without_settings_has_the_usual_share(article, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "moderation.flows.draw_second_looks.is_drawn", lambda pk, share: asked.append(share)
    )
    factories.published(article)
    draw_second_looks()
    assert asked == [0.02]


def test_holds_that_say_nothing_about_the_text_are_not_drawn(article, rosa):
    factories.decide(factories.published(article), rosa, Outcome.HOLD)
    article.moderation = "pre"
    article.save(update_fields=["moderation"])
    factories.published(article, "Held before anybody reads it.")
    draw_share(article.site, 1.0)
    assert {(row.actor_kind, row.outcome) for row in drawn()} == {("machine", "publish")}


def test_the_share_drawn_is_the_share_asked_for_and_only_the_key_knows_which(settings):
    ids = [uuid.UUID(int=number) for number in range(4_000)]
    chosen = {id_ for id_ in ids if is_drawn(id_, 0.1)}
    assert 320 < len(chosen) < 480
    assert chosen <= {id_ for id_ in ids if is_drawn(id_, 0.2)}
    settings.AUDIT_KEY = "another key"
    assert chosen != {id_ for id_ in ids if is_drawn(id_, 0.1)}
    assert all(is_drawn(id_, 1.0) for id_ in ids)
    assert not any(is_drawn(id_, 0.0) for id_ in ids)


# --- who gets which ---


def test_two_people_get_two_different_looks(article, rosa, remy):
    first, second = (look_at(factories.published(article, f"{n}.").decision) for n in "ab")
    sites = [article.site_id]
    assert claim_next(rosa, sites) == first
    assert claim_next(remy, sites) == second
    assert claim_next(rosa, sites) == first
    third = factories.make_moderator(article.site, "third")
    assert claim_next(third, sites) is None


def test_what_was_passed_over_comes_again_at_the_end(article, rosa):
    first, second = (look_at(factories.published(article, f"{n}.").decision) for n in "ab")
    release_look(first, rosa)
    assert claim_next(rosa, [article.site_id], after=first.pk) == second
    assert claim_next(rosa, [article.site_id], after=second.pk) == first


def test_a_claim_ends_by_itself(article, rosa, remy):
    look = look_at(factories.published(article).decision)
    claim_next(rosa, [article.site_id])
    assert claim_next(remy, [article.site_id]) is None
    SecondLook.objects.update(claimed_until=timezone.now() - timezone.timedelta(seconds=1))
    assert claim_next(remy, [article.site_id]) == look


def test_nobody_gets_what_they_ruled_on_or_wrote(article, rosa, remy):
    rude = factories.held(article)
    machine = rude.decision
    factories.decide(rude, rosa, Outcome.REJECT)
    look = look_at(machine)
    assert claim_next(rosa, [article.site_id]) is None
    with pytest.raises(SamePerson):
        judge(look, rosa, Outcome.REJECT)
    rude.author.user = remy
    rude.author.save()
    assert claim_next(remy, [article.site_id]) is None
    with pytest.raises(SamePerson):
        judge(look, remy, Outcome.REJECT)


def test_nobody_gets_what_they_let_stand_against_an_appeal(article, rosa):
    senior = factories.make_moderator(article.site, "otto", Membership.Role.SENIOR_MODERATOR)
    look = look_at(factories.decide(factories.held(article), rosa, Outcome.REJECT))
    rejected = factories.fresh(look.decision.comment)
    appeal = open_appeal(rejected, author=rejected.author, words="It was a quotation.")
    decide_appeal(appeal, moderator=senior, overturn=False, reasoning="It was not.")
    assert claim_next(senior, [article.site_id]) is None
    with pytest.raises(SamePerson):
        judge(look, senior, Outcome.PUBLISH)


def test_an_erased_text_is_shown_to_nobody(article, rosa):
    look = look_at(factories.published(article).decision)
    Comment.objects.update(status="erased", public_revision=None)
    assert claim_next(rosa, [look.site_id]) is None


def test_another_sites_look_is_nobodys_here(article, rosa):
    elsewhere = factories.make_article(factories.make_site("Foreign Times"))
    look = look_at(factories.published(elsewhere).decision)
    assert claim_next(rosa, [article.site_id]) is None
    with pytest.raises(NotAllowed):
        judge(look, rosa, Outcome.PUBLISH)


# --- what is seen ---


def test_the_judge_sees_the_text_as_it_was_judged_and_what_it_answers(article, rosa):
    parent = factories.published(article, "The parent.")
    reply = factories.published(article, "The first text.", author="Ben", parent=parent)
    look = look_at(reply.decision)
    edit_comment(reply, "The second text.")
    seen = blind(claim_next(rosa, [article.site_id]))
    assert (seen.look_id, seen.text, seen.above) == (look.pk, "The first text.", ("The parent.",))
    assert [clause.id for clause in seen.clauses] == ["hateful-language", "illegal-content"]
    withdraw_comment(factories.fresh(parent))
    assert blind(claim_next(rosa, [article.site_id])).above == (None,)


# --- judging ---


def test_a_judgement_is_stored_once_and_told_to_the_audit(article, rosa, remy):
    comment = factories.published(article)
    look = look_at(comment.decision)
    judge(look, rosa, Outcome.PUBLISH)
    assert (look.judge, look.outcome, look.clause) == (rosa, "publish", "")
    with pytest.raises(LookJudged):
        judge(look, remy, Outcome.REJECT)
    look.refresh_from_db()
    assert (look.judge, look.outcome) == (rosa, "publish")
    comment = factories.fresh(comment)
    events = list(AuditEvent.objects.filter(subject=comment.audit_subject).order_by("sequence"))
    assert events[-1].kind == "comment.looked_at_again"
    assert events[-1].data == {
        "decision": str(comment.decision.public_id),
        "outcome": "publish",
        "clause": "",
    }
    assert not list(comment_faults(comment, events))


def test_a_rejection_names_a_clause_of_the_policy_it_was_judged_by(article, rosa):
    look = look_at(factories.published(article).decision)
    with pytest.raises(ClauseRequired):
        judge(look, rosa, Outcome.REJECT, clause="")
    with pytest.raises(UnknownClause):
        judge(look, rosa, Outcome.REJECT, clause="bad-weather")
    assert SecondLook.objects.get().judged_at is None


@pytest.mark.parametrize("role", sorted(set(Membership.Role) - {"moderator", "senior_moderator"}))
def test_only_who_may_decide_may_judge(article, role):
    person = factories.make_moderator(article.site, "somebody", role)
    with pytest.raises(NotAllowed):
        judge(look_at(factories.published(article).decision), person, Outcome.PUBLISH)


def test_agreement_changes_nothing_and_opens_nothing(article, rosa):
    comment = factories.published(article)
    judge(look_at(comment.decision), rosa, Outcome.PUBLISH)
    now = factories.fresh(comment)
    assert (now.status, now.version, now.decision) == (
        "published",
        comment.version,
        comment.decision,
    )
    assert open_reasons(comment) == []


def test_a_disagreement_is_no_decision_but_brings_the_comment_to_the_queue(article, rosa):
    comment = factories.published(article)
    judge(look_at(comment.decision), rosa, Outcome.REJECT)
    assert factories.fresh(comment).status == "published"
    assert Decision.objects.count() == 1
    assert open_reasons(comment) == [["second-look"]]
    assert ReviewItem.objects.get(closed_at=None).clauses == ["hateful-language"]


def test_a_rejected_text_that_seems_fit_comes_to_the_queue_too(article, rosa, remy):
    rude = factories.held(article)
    ruled = factories.decide(rude, rosa, Outcome.REJECT)
    judge(look_at(ruled), remy, Outcome.PUBLISH)
    assert open_reasons(rude) == [["second-look"]]


def test_what_is_held_is_in_the_queue_already(article, rosa):
    rude = factories.held(article)
    before = open_reasons(rude)
    judge(look_at(rude.decision), rosa, Outcome.PUBLISH)
    assert open_reasons(rude) == before


def test_a_disagreement_with_what_no_longer_stands_opens_nothing(article, rosa, remy):
    first = factories.published(article, "The first text.")
    look = look_at(first.decision)
    factories.decide(first, rosa, Outcome.REJECT)
    judge(look, remy, Outcome.REJECT)
    edited = factories.published(article, "Another text.")
    looked = look_at(edited.decision)
    edit_comment(edited, "Its second version.")
    factories.screen()
    judge(looked, remy, Outcome.REJECT)
    withdrawn = factories.published(article, "A third text.")
    last = look_at(withdrawn.decision)
    withdraw_comment(withdrawn)
    judge(last, remy, Outcome.REJECT)
    assert not ReviewItem.objects.filter(closed_at=None).exists()


def test_the_database_knows_no_judgement_without_a_judge(article):
    look = look_at(factories.published(article).decision)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondLook.objects.filter(pk=look.pk).update(outcome="publish")
