"""Statements of reasons for the European database: every row is valid and names nobody."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussion.models import Revision, Statement
from discussion.statements import policy_address
from moderation.figures.period import Period
from moderation.flows.resolve_item import resolve_item
from moderation.models import Notice, Report, Signal
from moderation.policy.types import Outcome
from moderation.transparency import schema
from moderation.transparency.statements import Exported, StatementRefused, exported_statements
from tests import factories
from tests.moderation.transparency_rows import STEPS, History

pytestmark = pytest.mark.django_db

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy")


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


def rows(site, exported=None):
    return list(exported_statements(site, NOVEMBER, exported or Exported()))


def test_a_rejection_after_a_hold_is_two_statements_and_the_first_has_ended(article, rosa, noon):
    comment = factories.held(article)
    noon.shift(timedelta(days=1))
    factories.decide(comment, rosa, Outcome.REJECT)
    hold, rejection = rows(article.site)
    assert hold["decision_visibility"] == [schema.DISABLED]
    assert hold["end_date_visibility_restriction"] == "2026-11-24"
    assert hold["automated_decision"] == schema.FULLY
    assert rejection == {
        "decision_visibility": [schema.REMOVED],
        "decision_ground": schema.INCOMPATIBLE,
        "decision_ground_reference_url": policy_address(article.site),
        "incompatible_content_ground": "Hateful language (comment policy, version 1)",
        "incompatible_content_explanation": "No hatred of people for who they are.",
        "incompatible_content_illegal": "No",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": schema.SPEECH,
        "territorial_scope": list(schema.COUNTRIES),
        "content_date": "2026-11-23",
        "application_date": "2026-11-24",
        "decision_facts": "Automated means found the text. A person decided."
        " Clauses: hateful-language; policy version 1.",
        "source_type": schema.OWN_INITIATIVE,
        "automated_detection": "Yes",
        "automated_decision": schema.PARTIALLY,
        "puid": str(Statement.objects.get(decision__actor=rosa).public_id),
    }


def test_what_is_held_for_no_clause_is_left_out_and_counted(article):
    article.moderation = "pre"
    article.save(update_fields=["moderation"])
    factories.published(article)
    exported = Exported()
    assert rows(article.site, exported) == []
    assert exported == Exported(written=0, without_ground=1)


def test_the_days_are_those_in_which_the_statement_was_written(article, noon):
    noon.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    factories.held(article)
    assert rows(article.site) == []
    noon.move_to(datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC))
    factories.held(article, author="Max")
    assert len(rows(article.site)) == 1


def test_the_source_is_whoever_brought_it_up(article, rosa):
    ada = factories.author_at(article.site, "Ada")
    sources = []
    for number, model in enumerate((Notice, Report, None)):
        comment = factories.published(article, f"Text {number}.", author=f"Mal{number}")
        decision = factories.decide(comment, rosa, Outcome.REJECT)
        about = {
            "site": article.site,
            "comment": comment,
            "revision": comment.revisions.get(),
            "decision": decision,
            "upheld": True,
            "settled_at": decision.created_at,
        }
        if model is Notice:
            Notice.objects.create(**about, explanation="Illegal.", reference="N1")
        elif model is Report:
            Report.objects.create(**about, reporter=ada, reason="other", weight=0.5)
        sources.append(rows(article.site)[-1])
    assert [row["source_type"] for row in sources] == [
        schema.BY_NOTICE,
        schema.BY_REPORT,
        schema.OWN_INITIATIVE,
    ]
    assert {row["automated_decision"] for row in sources} == {schema.NOT_AUTOMATED}
    assert {row["automated_detection"] for row in sources} == {"No"}


def reject(comment, moderator, clause, reasoning="So it is.", private_note=""):
    comment = factories.fresh(comment)
    return resolve_item(
        comment,
        seen_version=comment.version,
        outcome=Outcome.REJECT,
        moderator=moderator,
        clause=clause,
        reasoning=reasoning,
        private_note=private_note,
    )


def site_with(**clause):
    """A site whose policy has one clause, with a moderator and an article."""
    known = {"id": "it", "title": "It", "wording": "Not that.", "ground": "", "rules": []}
    document = {**factories.POLICY, "clauses": [{**known, **clause}]}
    site = factories.make_site("Other Post", document=document)
    return factories.make_article(site), factories.make_moderator(site, "remy")


RULES = [{"attribute": name, "hold_at": 0.5} for name in ("threat", "incitement", "personal_data")]


@pytest.mark.parametrize(
    ("values", "category"),
    [
        ({"threat": 0.8, "personal_data": 0.6}, schema.VIOLENCE),
        ({"threat": 0.4, "personal_data": 0.6}, schema.PRIVACY),
        ({"threat": 0.4, "personal_data": 0.4}, schema.SPEECH),
    ],
)
def test_the_category_is_that_of_the_strongest_signal_that_met_the_clause(values, category):
    article, remy = site_with(ground="The law", rules=RULES)
    comment = factories.published(article)
    Signal.objects.filter(decision=comment.decision).delete()
    Signal.objects.bulk_create(
        Signal(
            decision=comment.decision,
            attribute=attribute,
            value=value,
            producer="stub",
            producer_version="1",
        )
        for attribute, value in values.items()
    )
    reject(comment, remy, "it")
    (row,) = rows(article.site)
    assert row["category"] == category
    assert row["decision_ground"] == schema.ILLEGAL
    assert row["illegal_content_legal_ground"] == "The law"
    assert row["illegal_content_explanation"] == "Not that."


@pytest.mark.parametrize(
    ("clause", "category"),
    [
        ({"rules": []}, schema.TERMS),
        ({"rules": [], "ground": "The law"}, schema.SPEECH),
        ({"rules": RULES[:2]}, schema.VIOLENCE),
    ],
)
def test_without_a_signal_the_category_is_what_the_clause_alone_tells(clause, category):
    article, remy = site_with(**clause)
    comment = factories.make_comment(article)
    factories.screen()
    reject(comment, remy, "it")
    assert rows(article.site)[-1]["category"] == category


def test_the_language_is_named_where_the_site_has_but_one(article):
    factories.held(article)
    for languages, told in (([], None), (["en"], "EN"), (["en", "de"], None)):
        article.site.languages = languages
        assert rows(article.site)[0].get("content_language") == told


# --- the schema ---


@pytest.fixture
def good(article, rosa):
    factories.decide(factories.held(article), rosa, Outcome.REJECT)
    return rows(article.site)[-1]


def test_a_good_row_has_no_fault(good):
    assert not list(schema.faults(good))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"puid": None}, "puid: missing"),
        ({"puid": "a b"}, "puid: not allowed"),
        ({"category": "STATEMENT_CATEGORY_RUDENESS"}, "category: not allowed"),
        ({"territorial_scope": []}, "territorial_scope: not allowed"),
        ({"territorial_scope": ["US"]}, "territorial_scope: not allowed"),
        ({"content_date": "23 Nov 2026"}, "content_date: not allowed"),
        ({"content_date": "1999-12-31"}, "content_date: not allowed"),
        ({"decision_facts": "x" * 5_001}, "decision_facts: not allowed"),
        ({"author": "Ada"}, "author: unknown"),
        ({"automated_detection": True}, "automated_detection: not allowed"),
        (
            {"incompatible_content_ground": None},
            "incompatible_content_ground: missing for this ground",
        ),
        (
            {"illegal_content_legal_ground": "The law"},
            "illegal_content_legal_ground: not with this ground",
        ),
        (
            {"end_date_visibility_restriction": "2026-11-22"},
            "end_date_visibility_restriction: before the application date",
        ),
    ],
)
def test_what_the_database_would_refuse_is_named(good, change, fault):
    assert list(schema.faults({**good, **change})) == [fault]


def test_a_bad_row_ends_the_export(article, monkeypatch):
    factories.held(article)
    monkeypatch.setattr(schema, "faults", lambda row: ["decision_facts: missing"])
    with pytest.raises(StatementRefused, match="decision_facts: missing"):
        rows(article.site)
    with pytest.raises(CommandError, match="decision_facts: missing"):
        export()


# --- the command ---


def export(*arguments, errors=None):
    out = StringIO()
    call_command(
        "export_statements",
        "--site=the-daily-ledger",
        "--from=2026-11-01",
        "--to=2026-11-30",
        *arguments,
        stdout=out,
        stderr=errors or StringIO(),
    )
    return out.getvalue()


def test_json_lines_and_csv_say_the_same(article, rosa):
    factories.decide(factories.held(article), rosa, Outcome.REJECT)
    errors = StringIO()
    lines = [json.loads(line) for line in export(errors=errors).splitlines()]
    assert lines == rows(article.site)
    assert errors.getvalue().startswith("2 statements written, 0 left out")
    table = list(csv.DictReader(StringIO(export("--format=csv"), newline="")))
    for line, cells in zip(lines, table, strict=True):
        assert list(cells) == list(schema.COLUMNS)
        for name, cell in cells.items():
            value = line.get(name, "")
            assert (json.loads(cell) if isinstance(value, list) else cell) == value


def test_an_export_of_nothing_is_empty(article):
    assert export() == ""
    assert export("--format=csv") == ",".join(schema.COLUMNS) + "\r\n"


def test_its_queries_do_not_grow_with_the_rows(article, django_assert_num_queries):
    for number in (1, 6):
        for nth in range(number):
            factories.held(article, author=f"Mal{number}{nth}")
        with django_assert_num_queries(6):
            rows(article.site)


# --- nothing of anybody ---


class Undone(Exception):
    """Ends an example: its rows go."""


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
STORY = st.lists(st.sampled_from(STEPS), max_size=8)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(WORDS, STORY)
def test_every_row_is_valid_and_has_nothing_that_anybody_wrote(article, rosa, remy, words, steps):
    """Each personal datum begins with the same rare letters: not one may be in what goes out."""

    def personal(kind):
        return f"Qzx{kind}{words}"

    with pytest.raises(Undone), transaction.atomic():
        rosa.username, rosa.email = personal("rosa"), f"{personal('rosa')}@example.org"
        rosa.save()
        comment = factories.held(article, author=personal("author"))
        comment.author.email = f"{personal('mail')}@example.org"
        comment.author.save()
        Revision.objects.update(text=personal("text"), fragment=personal("fragment"))
        decision = reject(
            comment, rosa, "hateful-language", personal("reasoning"), personal("note")
        )
        Notice.objects.create(
            site=article.site,
            comment=comment,
            revision=decision.revision,
            reference="N-1",
            explanation=personal("explanation"),
            name=personal("notifier"),
            email=f"{personal('notifier')}@example.org",
            decision=decision,
            upheld=True,
            settled_at=decision.created_at,
        )
        History(article, rosa, remy).play(["abuse", *steps])
        exported = export() + export("--format=csv")
        assert "QZX" not in exported.upper()
        for row in (comment, comment.author, decision, article):
            assert str(row.public_id) not in exported
        raise Undone
