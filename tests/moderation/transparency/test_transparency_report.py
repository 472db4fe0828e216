"""The report counts twice, and both counts say the same whatever happened."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.figures.period import Period
from moderation.models import Report
from moderation.transparency import report as report_module
from moderation.transparency.counts import Counts, Grounds, differences
from moderation.transparency.recounted import recounted
from moderation.transparency.report import transparency_report
from tests import factories
from tests.moderation.transparency_rows import STEPS, History

pytestmark = pytest.mark.django_db

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def history(article):
    rosa = factories.make_moderator(article.site, "rosa")
    return History(article, rosa, factories.make_moderator(article.site, "remy"))


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


class Undone(Exception):
    """Ends an example: its rows go."""


def reported(article, period=NOVEMBER):
    report = transparency_report(article.site, period)
    assert report.differences == ()
    return {name: value for name, value in report.figures.items() if value}


def test_an_empty_site_has_a_report_of_nothing(article):
    report = transparency_report(article.site, NOVEMBER)
    assert report.differences == ()
    assert not any(report.figures.values())
    assert report.figures["decisions.machine.publish"] == 0
    assert report.figures["automated.share_of_decisions"] is None
    assert report.figures["notices.median_hours"] is None


def test_one_history_in_every_figure(article, history, noon):
    history.play(["post", "report", "abuse"])
    noon.shift(timedelta(hours=6))
    history.play(["reject", "right_notice", "overturned_appeal", "warn", "lift", "agree"])
    assert reported(article) == {
        "comments.received": 2,
        "statements.written": 2,
        "decisions.machine.publish": 1,
        "decisions.machine.hold": 1,
        "decisions.person.reject": 1,
        "restrictions.machine.ground.illegal": 1,
        "restrictions.machine.hold.clause.hateful-language": 1,
        "restrictions.machine.hold.clause.illegal-content": 1,
        "restrictions.person.ground.policy": 1,
        "restrictions.person.reject.clause.hateful-language": 1,
        "reports.received": 1,
        "notices.received": 1,
        "notices.upheld": 1,
        "notices.median_hours": 6.0,
        "appeals.received": 1,
        "appeals.overturned": 1,
        "appeals.median_hours": 6.0,
        "sanctions.warning": 2,
        "sanctions.lifted": 1,
        "automated.share_of_decisions": 0.6667,
        "automated.share_of_restrictions": 0.5,
    }


def test_the_machines_error_rates_come_from_second_looks_at_its_own_decisions(article, history):
    history.play(["post", "agree", "post", "disagree", "abuse", "agree", "reject", "agree"])
    figures = reported(article)
    assert figures["automated.looked_at_again"] == 3
    assert figures["automated.wrongly_stopped"] == 1.0
    assert 0 < figures["automated.wrongly_published"] < 1
    assert figures["automated.wrongly_published_at_least"] > 0


def test_another_site_and_another_month_are_in_no_figure(article, history, noon):
    noon.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    history.play(["abuse", "reject", "report"])
    elsewhere = factories.make_article(factories.make_site("Foreign Times"), "Far away")
    noon.move_to(NOON)
    factories.held(elsewhere)
    assert reported(article) == {}
    assert reported(elsewhere)["comments.received"] == 1


STORIES = st.lists(
    st.tuples(st.integers(0, 72), st.lists(st.sampled_from(STEPS), max_size=6)), max_size=5
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STORIES)
def test_both_counts_agree_whatever_happened(article, history, noon, stories):
    """Around the last midnight of the period, so that some of it lies within and some without."""
    noon.move_to(datetime(2026, 11, 29, 12, tzinfo=UTC))
    with pytest.raises(Undone), transaction.atomic():
        history.comment = None
        for hours, steps in stories:
            noon.move_to(datetime(2026, 11, 29, 12, tzinfo=UTC) + timedelta(hours=hours))
            history.play(steps)
        report = transparency_report(article.site, NOVEMBER)
        assert report.differences == ()
        assert report.figures["statements.written"] == sum(
            report.figures[f"decisions.{actor}.{outcome}"]
            for actor in ("machine", "person")
            for outcome in ("hold", "reject")
        )
        raise Undone


def test_a_row_that_only_one_count_saw_is_named(article, history, monkeypatch):
    history.play(["post", "report", "abuse"])

    def blind(site, period, grounds):
        counts = recounted(site, period, grounds)
        counts.numbers["reports.received"] -= 1
        return counts

    monkeypatch.setattr(report_module, "recounted", blind)
    report = transparency_report(article.site, NOVEMBER)
    assert report.differences == ("reports.received: 1 and 0",)
    with pytest.raises(CommandError, match=r"reports\.received: 1 and 0"):
        call_command(*COMMAND, stdout=StringIO())


def test_what_was_settled_between_the_counts_is_counted_again(article, history, monkeypatch):
    history.play(["post", "report"])
    late = iter([True, False])

    def busy(site, period, grounds):
        if next(late):
            Report.objects.update(upheld=True, settled_at=NOON)
        return recounted(site, period, grounds)

    monkeypatch.setattr(report_module, "recounted", busy)
    report = transparency_report(article.site, NOVEMBER)
    assert report.differences == ()
    assert report.figures["reports.upheld"] == 1


def test_every_kind_of_difference_is_told():
    one, other = Counts(), Counts()
    one.numbers["a"] = 1
    one.looks["machine", "hold", "reject", 0.5] = 2
    one.medians["notices"] = timedelta(hours=1)
    assert list(differences(one, one)) == []
    assert len(list(differences(one, other))) == 3


def test_a_clause_rests_on_the_law_of_the_version_it_was_applied_under(article):
    grounds = Grounds(article.site)
    policy = article.site.policy.pk
    assert grounds.of(policy, ["hateful-language"]) == "policy"
    assert grounds.of(policy, ["hateful-language", "illegal-content"]) == "illegal"
    assert grounds.of(policy, []) == "none"


# --- the command and the page ---

COMMAND = (
    "transparency_report",
    "--site=the-daily-ledger",
    "--from=2026-11-01",
    "--to=2026-11-30",
)


def printed(*arguments):
    out = StringIO()
    call_command(*COMMAND, *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_difference(history):
    history.play(["abuse", "reject"])
    text = printed()
    assert text.startswith("The Daily Ledger, 2026-11-01 to 2026-11-30 (UTC)\n")
    assert text.endswith("Difference between the two counts: 0\n")
    assert "decisions.person.reject" in text


def test_the_command_writes_json_and_csv(history):
    history.play(["abuse"])
    said = json.loads(printed("--json"))
    assert said["difference"] == 0
    assert (said["from"], said["to"]) == ("2026-11-01", "2026-11-30")
    assert said["figures"]["decisions.machine.hold"] == 1
    lines = printed("--csv").splitlines()
    assert lines[0] == "Figure,Number"
    assert "decisions.machine.hold,1" in lines
    assert len(lines) == len(said["figures"]) + 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--site=nowhere", "--from=2026-11-01", "--to=2026-11-02"], "There is no site"),
        (["--site=the-daily-ledger", "--from=2026-11-02", "--to=2026-11-01"], "before the first"),
        (["--site=the-daily-ledger", "--from=2026-11-31", "--to=2026-11-01"], "invalid"),
    ],
)
def test_the_command_refuses_what_cannot_be(article, arguments, says):
    with pytest.raises(CommandError, match=says):
        call_command("transparency_report", *arguments)


def test_the_page_shows_last_month_and_the_difference(client, article, history, noon):
    history.play(["abuse"])
    noon.move_to(datetime(2026, 12, 4, tzinfo=UTC))
    client.force_login(history.rosa)
    page = client.get(reverse("admin:desk-transparency"))
    assert page.context["report"].period == NOVEMBER
    assert "Difference: 0." in page.content.decode()
    file = client.get(reverse("admin:desk-transparency"), {"format": "csv"})
    assert file.content.decode() == printed("--csv")
    assert client.get(reverse("admin:desk-transparency"), {"from": "soon"}).status_code == 400


def test_the_page_is_the_sites_own(client, history):
    asked = {"site": factories.make_site("Foreign Times").slug}
    client.force_login(history.rosa)
    assert client.get(reverse("admin:desk-transparency"), asked).status_code == 404
