"""What the dashboard counts, against histories made by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from articles.models import Site
from discussion.models import Decision
from moderation.figures.dashboard import dashboard
from moderation.figures.period import Period
from moderation.figures.scope import Scope
from moderation.models import Appeal, Notice, Report, SecondLook
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def at(day, hour=12, minute=0):
    """A moment of that November, at which the clock stands."""
    return time_machine.travel(datetime(2026, 11, day, hour, minute, tzinfo=UTC), tick=False)


@pytest.fixture
def article():
    with at(1, 0):
        return factories.make_article(section="World")


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


def shown(article, section="", period=NOVEMBER):
    return dashboard(Scope(article.site, period, section))


def rows(board, name):
    """The rows of one table that have a number."""
    (panel,) = [panel for panel in board.panels if panel.table.name == name]
    return {row[0]: row[1:] for row in panel.table.rows if any(row[1:])}


def test_an_empty_site_has_no_numbers_and_no_pictures(article):
    board = shown(article)
    assert (board.comments, board.waiting.count, board.oldest) == (0, 0, None)
    assert board.waits.median is None
    assert not any(panel.drawing for panel in board.panels)
    assert not any(rows(board, panel.table.name) for panel in board.panels)


def test_one_comment_is_counted_once(article):
    with at(10):
        factories.published(article)
    board = shown(article)
    assert board.comments == 1
    assert rows(board, "comments") == {"2026-11-10": (1,)}
    assert rows(board, "outcomes") == {"Published": (1, 0)}
    assert rows(board, "clauses") == {}


def test_days_begin_and_end_at_midnight_in_utc(article):
    borders = ("2026-10-31T23:59", "2026-11-01T00:00", "2026-11-30T23:59", "2026-12-01T00:00")
    for moment in borders:
        with time_machine.travel(f"{moment}Z", tick=False):
            factories.published(article, f"At {moment}.")
    assert rows(shown(article), "comments") == {"2026-11-01": (1,), "2026-11-30": (1,)}
    assert rows(shown(article), "outcomes") == {"Published": (2, 0)}


def test_decisions_are_told_apart_by_outcome_clause_and_who_made_them(article, rosa):
    with at(10):
        factories.published(article, "Good.")
        rejected, released, _ = (
            factories.held(article, author=name) for name in ("Mal", "Max", "Mo")
        )
        factories.decide(rejected, rosa, Outcome.REJECT)
        factories.decide(released, rosa, Outcome.PUBLISH)
    board = shown(article)
    assert rows(board, "outcomes") == {
        "Published": (1, 1),
        "Held": (3, 0),
        "Rejected": (0, 1),
    }
    # Held by machine, of these published by a person, rejected; held and rejected by people.
    assert rows(board, "clauses") == {
        "Hateful language": (3, 1, 0, 0, 1),
        "Illegal content": (3, 1, 0, 0, 0),
    }


def test_a_hold_for_no_clause_has_a_row_of_its_own(article):
    article.moderation = "pre"
    article.save(update_fields=["moderation"])
    with at(10):
        factories.published(article, "Good.")
    assert rows(shown(article), "clauses") == {"No clause": (1, 0, 0, 0, 0)}


def test_what_waits_now_is_counted_whatever_the_days_asked_for(article):
    with at(3, 5):
        factories.held(article)
    with at(20):
        factories.held(article, author="Max")
    board = shown(article, period=Period(date(2026, 1, 1), date(2026, 1, 2)))
    assert board.waiting.count == 2
    assert board.oldest == datetime(2026, 11, 3, 5, tzinfo=UTC)
    assert board.comments == 0


def test_the_time_to_a_decision_runs_from_sending_to_the_first_ruling_of_a_person(article, rosa):
    waited = [1, 2, 3, 4, 60]
    for number, minutes in enumerate(waited):
        with at(10):
            comment = factories.held(article, author=f"Mal{number}")
        with at(10, 12, 0) as clock:
            clock.shift(timedelta(minutes=minutes))
            factories.decide(comment, rosa, Outcome.PUBLISH)
    with at(11):  # a second thought is no first ruling, and a published text waited for nobody
        factories.decide(comment, rosa, Outcome.REJECT)
        factories.decide(factories.published(article, "Good."), rosa, Outcome.PUBLISH)
    board = shown(article)
    assert board.waits.median == timedelta(minutes=3)
    assert board.waits.p95 == timedelta(minutes=60)
    assert rows(board, "waits") == {"2026-11-10": (3.0, 60.0)}


def test_a_single_ruling_is_both_median_and_limit(article, rosa):
    with at(10):
        comment = factories.held(article)
    with at(12, 13, 30):
        factories.decide(comment, rosa, Outcome.PUBLISH)
    expected = timedelta(days=2, hours=1, minutes=30)
    assert (shown(article).waits.median, shown(article).waits.p95) == (expected, expected)


def test_overturned_are_rulings_that_got_another_outcome_later(article, rosa):
    with at(10):
        factories.published(article, "Good.")
        factories.decide(factories.published(article, "Bad."), rosa, Outcome.REJECT)
        restored = factories.held(article)
        factories.decide(restored, rosa, Outcome.REJECT)
    with at(11):
        factories.decide(restored, rosa, Outcome.PUBLISH)
    assert rows(shown(article), "overturned") == {
        "Rulings of the machine": (0.5, 1, 2),
        "Rulings of people": (0.3333, 1, 3),
    }


def test_a_confirmed_ruling_is_not_overturned(article, rosa):
    with at(10):
        factories.decide(factories.published(article, "Good."), rosa, Outcome.PUBLISH)
    assert rows(shown(article), "overturned") == {
        "Rulings of the machine": (0.0, 0, 1),
        "Rulings of people": (0.0, 0, 1),
    }


def test_complaints_are_counted_by_the_day_they_came_in(article, rosa):
    with at(10):
        comment = factories.held(article)
        decision = factories.decide(comment, rosa, Outcome.REJECT)
    revision = comment.revisions.get()
    ada = factories.author_at(article.site, "Ada")
    about = {"site": article.site, "comment": comment}
    with at(11):
        Report.objects.create(**about, revision=revision, reporter=ada, reason="other", weight=0.5)
        Notice.objects.create(**about, revision=revision, explanation="Illegal.", reference="N1")
    with at(12):
        appeal = Appeal.objects.create(
            **about, decision=decision, author=comment.author, words="No."
        )
    board = shown(article)
    assert rows(board, "complaints") == {"2026-11-11": (1, 1, 0), "2026-11-12": (0, 0, 1)}
    assert board.appeals.open == 1
    with at(13):
        Appeal.objects.filter(pk=appeal.pk).update(
            state="overturned", decided_by=rosa, decided_at=datetime.now(UTC)
        )
    board = shown(article)
    assert board.appeals.open == 0
    assert rows(board, "overturned")["Appeals"] == (1.0, 1, 1)


def test_the_most_heated_article_is_the_one_with_most_comments_stopped(article):
    calm = factories.make_article(article.site, "Calm seas", section="Sea")
    with at(10):
        factories.held(calm)
        for name in ("Mal", "Max"):
            factories.held(article, author=name)
        factories.published(article, "Good.")
        factories.published(factories.make_article(article.site, "Nothing here"), "Good.")
    board = shown(article)
    assert list(rows(board, "articles").items()) == [
        ("Talks resume", (2, 3)),
        ("Calm seas", (1, 1)),
    ]


def test_a_section_is_counted_by_itself(article, rosa):
    other = factories.make_article(article.site, "Cup final", section="Sport")
    with at(10):
        factories.published(article, "Good.")
        factories.decide(factories.held(other), rosa, Outcome.REJECT)
        factories.held(other, author="Max")
    sport, world = shown(article, "Sport"), shown(article, "World")
    assert (sport.comments, sport.waiting.count) == (2, 1)
    assert rows(sport, "outcomes") == {"Held": (2, 0), "Rejected": (0, 1)}
    assert sport.waits.median == timedelta(0)
    assert (world.comments, world.waiting.count, world.waits.median) == (1, 0, None)
    assert rows(world, "outcomes") == {"Published": (1, 0)}


def test_another_sites_rows_are_in_no_number(article):
    elsewhere = factories.make_article(factories.make_site("Foreign Times"), "Far away")
    with at(10):
        factories.held(elsewhere)
    assert shown(article).comments == shown(article).waiting.count == 0


def test_second_looks_are_counted_by_what_readers_would_have_seen(article, rosa):
    remy = factories.make_moderator(article.site, "remy")
    with at(10):
        good = factories.published(article, "Good.").decision
        bad = factories.published(article, "Bad.").decision
        rude = factories.held(article)
        ruled = factories.decide(rude, rosa, Outcome.REJECT)
    looked = {
        good: "publish",
        bad: "reject",
        Decision.objects.get(comment=rude, actor_kind="machine"): "publish",
        ruled: "reject",
    }
    for decision, outcome in looked.items():
        SecondLook.objects.create(
            site=article.site,
            decision=decision,
            share=0.5,
            judge=remy,
            outcome=outcome,
            judged_at=datetime(2026, 11, 12, tzinfo=UTC),
        )
    found = rows(shown(article), "second-looks")
    assert {name: (row[0], row[3]) for name, row in found.items()} == {
        "The machine published, a person would stop": (0.5, 2),
        "The machine stopped, a person would publish": (1.0, 1),
        "Machine and person agree": (0.3333, 3),
        "Machine and person, Cohen's kappa": (pytest.approx(-0.5), 3),
        "Two people agree": (1.0, 1),
        "Two people, Cohen's kappa": (None, 1),
    }


def test_the_number_of_queries_is_the_same_for_any_number_of_rows(
    article, rosa, django_assert_num_queries
):
    for number in (1, 8):
        with at(10):
            for nth in range(number):
                factories.published(article, f"Good {nth}.", author=f"Ada{number}{nth}")
                rude = factories.held(article, author=f"Mal{number}{nth}")
                factories.decide(rude, rosa, Outcome.REJECT)
        site = Site.objects.select_related("policy").get(pk=article.site_id)
        with django_assert_num_queries(12):
            dashboard(Scope(site, NOVEMBER))
