"""Sanctions: imposed, lifted and ended, each with its right, its record and its author told."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import AuditEvent, OutboxEvent
from discussion.errors import AuthorBanned, KeyReused
from discussion.flows.edit_comment import edit_comment
from discussion.idempotency import RequestKey
from discussion.models import Author, Notification
from moderation.errors import (
    NotAllowed,
    ReasonRequired,
    SanctionEndRefused,
    SanctionOver,
    UnknownClause,
    UnreadableWords,
)
from moderation.flows.end_sanctions import end_sanctions
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.lift_sanction import lift_sanction
from moderation.models import Membership, Sanction
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db

Kind = Sanction.Kind
DAY = timedelta(days=1)


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def mal(article):
    return factories.make_author(article.site, "Mal", email="mal@example.org")


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


def impose(author, kind, moderator, **fields):
    if kind == Kind.SUSPENSION:
        fields.setdefault("ends_at", timezone.now() + DAY)
    fields.setdefault("reason", "You abuse other readers.")
    return impose_sanction(author, Measure(kind=kind, **fields), moderator=moderator)


def now(author):
    author = Author.objects.get(pk=author.pk)
    return author.restriction_now


@pytest.mark.parametrize(
    "kind, restriction",
    [
        ("warning", ""),
        ("always_hold", "always_hold"),
        ("suspension", "suspended"),
        ("ban", "banned"),
    ],
)
def test_each_measure_is_stored_in_force_recorded_and_told(mal, remy, kind, restriction):
    sanction = impose(mal, Kind(kind), remy, clause="hateful-language", private_note="Third time.")
    assert now(mal) == restriction
    event = AuditEvent.objects.get(kind="sanction.imposed")
    assert event.subject == "site:the-daily-ledger"
    assert event.data["sanction"] == str(sanction.public_id)
    assert not {"You abuse other readers.", "Third time."} & set(map(str, event.data.values()))
    told = OutboxEvent.objects.get(kind="author.sanctioned")
    assert told.payload["author_id"] == str(mal.public_id)
    assert told.payload["restriction"] == restriction
    assert "Third time." not in str(told.payload)
    noted = Notification.objects.get()
    assert (noted.topic, noted.about) == ("sanction", f"sanction:{sanction.public_id}")


@pytest.mark.parametrize("kind", ["suspension", "ban"])
def test_a_moderator_neither_suspends_nor_bans(mal, rosa, kind):
    with pytest.raises(NotAllowed):
        impose(mal, Kind(kind), rosa)
    assert not Sanction.objects.exists()
    assert now(mal) == ""


def test_a_moderator_does_not_lift_what_a_senior_imposed(mal, rosa, remy):
    ban = impose(mal, Kind.BAN, remy)
    with pytest.raises(NotAllowed):
        lift_sanction(ban, moderator=rosa)
    assert now(mal) == "banned"


@pytest.mark.parametrize("role", ["reader_support", "policy_editor", "auditor"])
def test_who_does_not_moderate_sanctions_nobody(mal, article, role):
    user = factories.make_moderator(article.site, "sue", role)
    for kind in Kind:
        with pytest.raises(NotAllowed):
            impose(mal, kind, user)


def test_a_senior_of_another_site_sanctions_nobody_here(mal):
    elsewhere = factories.make_site("Foreign Times")
    user = factories.make_moderator(elsewhere, "ria", Membership.Role.SENIOR_MODERATOR)
    with pytest.raises(NotAllowed):
        impose(mal, Kind.BAN, user)


def test_a_ban_says_nothing_at_another_site(mal, remy):
    elsewhere = factories.make_article(factories.make_site("Foreign Times"))
    namesake = factories.make_author(elsewhere.site, "Mal")
    impose(mal, Kind.BAN, remy)
    assert factories.published(elsewhere, author="Mal").author == namesake
    assert now(namesake) == ""


@pytest.mark.parametrize(
    "fields, refusal",
    [
        ({"reason": " \n"}, ReasonRequired),
        ({"reason": "\x00"}, UnreadableWords),
        ({"private_note": "\ud800"}, UnreadableWords),
        ({"clause": "no-such-clause"}, UnknownClause),
    ],
    ids=str,
)
def test_what_a_sanction_says_must_be_sayable(mal, remy, fields, refusal):
    with pytest.raises(refusal):
        impose(mal, Kind.BAN, remy, **fields)
    assert not Sanction.objects.exists()


@time_machine.travel("2026-11-23T12:00Z", tick=False)
@pytest.mark.parametrize(
    "kind, days, right",
    [
        ("suspension", None, False),
        ("suspension", 0, False),
        ("suspension", -1, False),
        ("suspension", 3650, True),
        ("suspension", 3651, False),
        ("ban", None, True),
        ("ban", 1, True),
        ("ban", -1, False),
        ("always_hold", None, True),
        ("always_hold", 30, True),
        ("warning", None, True),
        ("warning", 1, False),
    ],
)
def test_when_a_sanction_may_end(mal, remy, kind, days, right):
    end = None if days is None else timezone.now() + days * DAY
    if right:
        assert impose(mal, Kind(kind), remy, ends_at=end).ends_at == end
        return
    with pytest.raises(SanctionEndRefused):
        impose(mal, Kind(kind), remy, ends_at=end)


def test_a_sanction_is_about_a_comment_of_its_author_alone(mal, remy, article):
    with pytest.raises(ValueError):
        impose(mal, Kind.WARNING, remy, comment=factories.published(article, author="Ada"))


def test_the_refused_author_reads_until_when_and_why(article, mal, remy):
    end = timezone.now() + DAY
    impose(mal, Kind.SUSPENSION, remy, ends_at=end, reason="You insult others.")
    with pytest.raises(AuthorBanned) as refused:
        factories.make_comment(article, author="Mal")
    assert refused.value.detail.endswith("UTC. You insult others.")
    assert refused.value.members == {"restriction": {"until": end, "reason": "You insult others."}}


def test_a_restricted_author_does_not_edit_either(article, mal, remy):
    comment = factories.published(article, author="Mal")
    impose(mal, Kind.BAN, remy)
    with pytest.raises(AuthorBanned, match="at present"):
        edit_comment(factories.fresh(comment), "Another text.")


def test_lifting_leaves_the_milder_one_in_force_and_the_row_in_place(mal, rosa, remy):
    impose(mal, Kind.ALWAYS_HOLD, rosa)
    ban = impose(mal, Kind.BAN, remy)
    assert now(mal) == "banned"
    lifted = lift_sanction(ban, moderator=remy, because="It was a misunderstanding.")
    assert now(mal) == "always_hold"
    assert (lifted.lifted_by, lifted.lifted_because) == (remy, "It was a misunderstanding.")
    assert Sanction.objects.count() == 2
    assert AuditEvent.objects.filter(kind="sanction.lifted").count() == 1


def test_what_is_lifted_or_over_is_not_lifted_again(mal, remy):
    ban = impose(mal, Kind.BAN, remy)
    lift_sanction(ban, moderator=remy)
    with pytest.raises(SanctionOver):
        lift_sanction(ban, moderator=remy)
    short = impose(mal, Kind.SUSPENSION, remy)
    with time_machine.travel(timezone.now() + 2 * DAY), pytest.raises(SanctionOver):
        lift_sanction(short, moderator=remy)


def test_after_a_suspension_an_older_always_hold_counts_before_any_sweep(article, mal, rosa, remy):
    impose(mal, Kind.ALWAYS_HOLD, rosa)
    impose(mal, Kind.SUSPENSION, remy)
    with time_machine.travel(timezone.now() + 2 * DAY):
        comment = factories.published(article, author="Mal")  # judged, whatever becomes of it
        assert (comment.status, comment.decision.reasons) == ("held", ["sanction"])


def test_the_sweep_writes_what_is_in_force_once_a_restriction_has_ended(mal, rosa, remy):
    impose(mal, Kind.ALWAYS_HOLD, rosa, reason="Held for a while.")
    impose(mal, Kind.SUSPENSION, remy)
    assert end_sanctions() == 0
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert end_sanctions() == 1
        assert end_sanctions() == 0
    mal.refresh_from_db()
    assert (mal.restriction, mal.restricted_until) == ("always_hold", None)
    assert mal.restriction_reason == "Held for a while."
    assert AuditEvent.objects.filter(kind="sanction.ended").count() == 1


def test_when_all_has_ended_nothing_is_left_on_the_author(article, mal, remy):
    impose(mal, Kind.SUSPENSION, remy)
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert factories.published(article, author="Mal").status == "published"
        end_sanctions()
    mal.refresh_from_db()
    assert (mal.restriction, mal.restricted_until, mal.restriction_reason) == ("", None, "")


def test_a_repeated_request_imposes_once(mal, remy, article):
    measure = Measure(kind=Kind.BAN, reason="Enough.")
    key = RequestKey(article.site_id, f"user:{remy.pk}", "k1", "the same")
    first = impose_sanction(mal, measure, moderator=remy, key=key)
    assert impose_sanction(mal, measure, moderator=remy, key=key) == first
    other = RequestKey(article.site_id, f"user:{remy.pk}", "k1", "another")
    with pytest.raises(KeyReused):
        impose_sanction(mal, measure, moderator=remy, key=other)
    assert Sanction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_both_are_stored_and_the_stricter_counts(mal, rosa, remy):
    for _ in range(10):
        at_once(
            lambda: impose(mal, Kind.ALWAYS_HOLD, rosa),
            lambda: impose(mal, Kind.BAN, remy),
        )
        assert now(mal) == "banned"
        ban = Sanction.objects.filter(kind="ban").latest("pk")
        at_once(
            lambda ban=ban: lift_sanction(ban, moderator=remy),
            lambda: impose(mal, Kind.ALWAYS_HOLD, rosa),
        )
        assert now(mal) == "always_hold"
    assert Sanction.objects.count() == 30


@pytest.mark.django_db(transaction=True)
def test_a_comment_posted_while_a_ban_is_imposed_is_refused_or_was_before_it(article, mal, remy):
    def post():
        try:
            return factories.make_comment(article, author="Mal")
        except AuthorBanned:
            return None

    posted, ban = at_once(post, lambda: impose(mal, Kind.BAN, remy))
    assert ban.pk is not None
    if posted is not None:
        factories.screen()
        assert factories.fresh(posted).decision.reasons == ["sanction"]
