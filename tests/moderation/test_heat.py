"""When a discussion boils over, what is counted, and how it ends."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, AuditEvent, OutboxEvent
from moderation.errors import NotAllowed
from moderation.flows.heat_article import cool_articles, cool_by_hand, heat_by_hand
from moderation.flows.watch_heat import watch_heat
from moderation.heat import Limits, Seen, boils
from moderation.models import DeskSettings, Membership
from moderation.policy.types import Outcome
from tests import factories


@pytest.mark.parametrize(
    "comments, kept, hot",
    [
        (0, 0, False),
        (9, 9, False),
        (10, 0, False),
        (10, 2, False),
        (10, 3, True),
        (10, 10, True),
        (100, 29, False),
        (100, 30, True),
    ],
)
def test_both_limits_have_to_be_reached(comments, kept, hot):
    assert boils(Limits(10, 0.3), Seen(comments, kept)) is hot


@pytest.mark.parametrize("kept", [0, 50, 100])
def test_a_limit_of_no_comments_is_none(kept):
    assert not boils(Limits(0, 0.0), Seen(100, kept))


def test_a_share_of_nothing_asks_for_the_rate_alone():
    assert boils(Limits(10, 0.0), Seen(10, 0))


@given(st.integers(1, 99), st.floats(0, 1), st.integers(0, 99), st.integers(0, 99))
def test_one_more_kept_back_never_cools(limit, share, comments, kept):
    limits, kept = Limits(limit, share), min(kept, comments)
    if boils(limits, Seen(comments, kept)):
        assert boils(limits, Seen(comments + 1, kept + 1))


@pytest.fixture
def article(db):
    article = factories.make_article()
    DeskSettings.objects.create(
        site=article.site, heat_comments=6, heat_held_share=0.5, heat_minutes=30
    )
    return article


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


def said(article, *, rude=0, kind=0, by="Mal"):
    """That many comments, judged in one claim."""
    for number in range(rude):
        factories.make_comment(article, f"You idiot {number}.", author=f"{by} {number}")
    for number in range(kind):
        factories.make_comment(article, f"A fair point {number}.", author=f"{by} kind {number}")
    factories.screen()
    article.refresh_from_db()
    return article


def heat_events(article):
    kinds = OutboxEvent.objects.filter(article=article, kind__startswith="article.")
    return list(kinds.order_by("sequence").values_list("kind", flat=True))


def test_a_discussion_that_boils_over_is_held_back_and_that_is_announced(article):
    version = article.version
    said(article, rude=3, kind=3)
    assert article.is_heated
    assert article.heated_until - timezone.now() <= timedelta(minutes=30)
    assert article.version > version
    event = AuditEvent.objects.get(kind="article.heated")
    assert (event.subject, event.actor) == (article.audit_subject, "machine:heat")
    assert (event.data["comments"], event.data["kept"]) == (6, 3)
    assert heat_events(article) == ["article.heated"]


def test_while_it_lasts_everything_is_held(article):
    said(article, rude=3, kind=3)
    late = factories.published(article, "A calm word.", author="Ada")
    assert (late.status, late.decision.reasons) == ("held", ["pre-moderation"])


@pytest.mark.parametrize("rude, kind", [(2, 4), (5, 0), (0, 6)])
def test_below_a_limit_nothing_happens(article, rude, kind):
    assert not said(article, rude=rude, kind=kind).is_heated
    assert not AuditEvent.objects.filter(kind="article.heated").exists()


def test_other_articles_and_older_comments_are_not_counted(article):
    said(factories.make_article(article.site, "Another article"), rude=2, kind=2)
    said(article, rude=2, kind=1)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert not said(article, rude=2, kind=2, by="Late").is_heated


def test_what_the_heat_itself_holds_does_not_prolong_it(article):
    said(article, rude=3, kind=3)
    until = article.heated_until
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert said(article, kind=8, by="Calm").heated_until == until


def test_it_is_prolonged_while_it_boils(article):
    said(article, rude=3, kind=3)
    until = article.heated_until
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert said(article, rude=6, by="Again").heated_until > until


def test_it_ends_by_itself_and_the_sweep_says_so_once(article):
    said(article, rude=3, kind=3)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert factories.published(article, "A calm word.", author="Ada").status == "published"
        assert (cool_articles(), cool_articles()) == (1, 0)
    article.refresh_from_db()
    assert article.heated_until is None
    assert heat_events(article) == ["article.heated", "article.cooled"]


def test_the_sweep_ends_nothing_before_its_time(article):
    said(article, rude=3, kind=3)
    assert cool_articles() == 0


def test_a_person_ends_it_and_the_machine_counts_anew(article, remy):
    said(article, rude=3, kind=3)
    cool_by_hand(article, moderator=remy)
    assert not said(article, rude=2, kind=1, by="After").is_heated
    assert said(article, rude=3, kind=0, by="Still").is_heated


def test_a_person_sets_it_off_and_it_ends_by_itself(article, remy):
    heat_by_hand(article, minutes=60, moderator=remy)
    article.refresh_from_db()
    assert article.is_heated
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert cool_articles() == 1


def test_a_moderator_neither_begins_nor_ends_it(article):
    rosa = factories.make_moderator(article.site)
    with pytest.raises(NotAllowed):
        heat_by_hand(article, minutes=60, moderator=rosa)
    said(article, rude=3, kind=3)
    with pytest.raises(NotAllowed):
        cool_by_hand(article, moderator=rosa)
    article.refresh_from_db()
    assert article.is_heated


def test_an_article_that_is_read_first_anyway_is_left_alone(article):
    Article.objects.filter(pk=article.pk).update(moderation="pre")
    assert not said(article, rude=3, kind=3).is_heated


def test_a_site_that_wants_no_heat_has_none(article):
    DeskSettings.objects.update(heat_comments=0)
    assert not said(article, rude=6).is_heated


def test_what_people_rejected_and_restored_counts_as_they_ruled(article, remy):
    said(article, rude=2, kind=3)
    for comment in article.comments.filter(status="held"):
        factories.decide(comment, remy, Outcome.PUBLISH)
    assert not said(article, rude=2, by="More").is_heated


def test_a_calm_article_costs_two_queries(article, django_assert_num_queries):
    said(article, rude=1, kind=1)
    with django_assert_num_queries(2):
        watch_heat({article.pk})
