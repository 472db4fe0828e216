"""Repetition and floods: who repeats is held, who was first, who quotes and who is brief is not."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment, Revision
from moderation.bursts import BURSTS
from moderation.circumstances import floods
from moderation.fingerprints import BANDS
from moderation.models import TextFingerprint
from moderation.repetition import REMEMBERED, purge_fingerprints
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = "Nobody asked the people of this town whether they wanted the bridge closed for a year."
PITCH = "Make 5000 a week from home with my course, message me today, only a few places are left."
numbers = itertools.count(1)


@pytest.fixture
def site():
    return factories.make_site()


def write(site, body=TEXT, author="Ada", **fields):
    """A comment below an article of its own; its last revision as a claim has it."""
    article = factories.make_article(site, f"Article {next(numbers)}", **fields)
    return last(factories.make_comment(article, body, author=author))


def last(comment):
    revisions = Revision.objects.select_related("comment__article")
    return revisions.filter(comment=comment).latest("number")


def judged(*revisions):
    found = floods(revisions)
    return [found[revision.pk].value for revision in revisions]


def why(revision):
    (finding,) = floods([revision]).values()
    return [span.why for span in finding.spans]


def test_the_second_of_two_equal_texts_of_an_author_is_held_and_says_why(site):
    first, second = write(site), write(site)
    assert judged(first) == [0.0]
    assert why(second) == ["repetition: its author wrote nearly the same a moment ago"]


def test_it_is_the_same_when_both_are_judged_at_once(site):
    assert judged(write(site), write(site), write(site)) == [0.0, 1.0, 1.0]


def test_judged_again_a_text_gets_the_same_answer(site):
    first, second = write(site), write(site)
    assert judged(first, second) == judged(first, second) == [0.0, 1.0]
    assert judged(second) == [1.0]
    assert judged(first) == [0.0]
    assert TextFingerprint.objects.count() == 2 * BANDS


def test_an_edit_does_not_repeat_what_it_edits(site):
    revision = write(site)
    judged(revision)
    factories.screen()
    edit_comment(factories.fresh(revision.comment), TEXT.replace("year", "decade"))
    assert judged(last(revision.comment)) == [0.0]


def test_an_edit_into_what_somebody_else_wrote_is_found(site):
    mine, theirs = write(site, "Hello there."), write(site, PITCH)
    judged(mine, theirs)
    factories.screen()
    edit_comment(factories.fresh(mine.comment), PITCH)
    assert judged(last(mine.comment)) == [1.0]


def test_what_was_withdrawn_may_be_said_anew(site):
    first = write(site)
    judged(first)
    withdraw_comment(factories.fresh(first.comment))
    assert judged(write(site)) == [0.0]


def test_after_a_day_it_is_no_repetition(site):
    judged(write(site))
    old = timezone.now() - REMEMBERED - timedelta(minutes=1)
    TextFingerprint.objects.update(created_at=old)
    assert judged(write(site)) == [0.0]


def test_the_third_author_of_the_same_text_is_held(site):
    revisions = [write(site, PITCH, author) for author in ("Ada", "Ben", "Mal", "Cy")]
    assert judged(*revisions) == [0.0, 0.0, 1.0, 1.0]
    assert why(revisions[2]) == ["flood: 2 other authors wrote nearly the same within a day"]


def test_nearly_the_same_counts_as_the_same(settings):
    # What is nearly the same is found with a probability, by a key and the site's number: here both
    # are the same in every run.
    settings.AUDIT_KEY = "a key of the tests"
    site = factories.make_site("Steady Paper", pk=70_001)
    spellings = [PITCH, "Hi! " + PITCH, PITCH.replace("today", "tonight"), PITCH.upper()]
    revisions = [write(site, body, f"Mal{n}") for n, body in enumerate(spellings)]
    assert judged(*revisions) == [0.0, 0.0, 1.0, 1.0]


def test_another_site_is_another_world(site):
    judged(write(site))
    assert judged(write(factories.make_site("Other Paper"))) == [0.0]


@pytest.mark.parametrize("body", ["Thanks", "lol", "I agree", "Well said, thank you!", "+1"])
def test_short_common_texts_are_no_flood(site, body):
    revisions = [write(site, body, f"Ada{n}") for n in range(6)]
    revisions += [write(site, body) for _ in range(6)]
    assert judged(*revisions) == [0.0] * 12
    assert not TextFingerprint.objects.exists()


def test_who_quotes_the_article_or_another_reader_repeats_nobody(site):
    printed = {"paragraphs": [TEXT, "The minister did not answer."]}
    bodies = [
        f"{TEXT} And who pays?",
        f"> {TEXT}\n\nExactly.",
        f"“{TEXT}” Well said.",
        f"{TEXT} No.",
    ]
    revisions = [write(site, body, f"Ada{n}", **printed) for n, body in enumerate(bodies)]
    assert judged(*revisions) == [0.0] * 4


def test_a_flood_leaves_few_rows(site):
    judged(*[write(site, PITCH, f"Mal{n}") for n in range(12)])
    assert TextFingerprint.objects.count() == 2 * 2 * BANDS


def spread(site, *, seconds, count):
    """Comments of Ada's at this distance in time; the last one's revision."""
    article = factories.make_article(site, f"Article {next(numbers)}")
    comments = [factories.make_comment(article, f"Number {n}.") for n in range(count)]
    now = timezone.now()
    for place, comment in enumerate(reversed(comments)):
        at = now - timedelta(seconds=seconds * place)
        Comment.objects.filter(pk=comment.pk).update(created_at=at)
    return last(comments[-1])


@pytest.mark.parametrize(("count", "time"), BURSTS)
def test_more_comments_than_a_person_writes_are_held(site, count, time):
    seconds = time.total_seconds() / count - 1
    revision = spread(site, seconds=seconds, count=count + 1)
    minutes = int(time.total_seconds() // 60)
    assert why(revision) == [
        f"flood: more than {count} comments by its author in {minutes} minutes"
    ]


@pytest.mark.parametrize(("count", "time"), BURSTS)
def test_a_busy_evening_is_no_flood(site, count, time):
    seconds = time.total_seconds() / count + 1
    assert judged(spread(site, seconds=seconds, count=count + 1)) == [0.0]


def test_others_comments_and_edits_do_not_count(site):
    count, _ = BURSTS[0]
    revisions = [write(site, f"Number {n}.", f"Ada{n}") for n in range(count + 2)]
    assert set(judged(*revisions)) == {0.0}
    busy = spread(site, seconds=1, count=count + 1)
    busy.number = 2
    assert judged(busy) == [0.0]


def queries(revisions):
    with CaptureQueriesContext(connection) as captured:
        floods(revisions)
    return [q for q in captured if not q["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]


def test_a_claim_costs_the_same_statements_however_many_texts(site):
    assert len(queries([write(site, f"{TEXT} {PITCH} {n}", f"A{n}") for n in range(1)])) == 4
    assert len(queries([write(site, f"{n} {PITCH} {TEXT}", f"B{n}") for n in range(9)])) == 5
    assert len(queries([write(site, "Thanks.")])) == 1


def test_old_fingerprints_are_purged_and_young_ones_kept(site):
    judged(write(site))
    TextFingerprint.objects.update(created_at=timezone.now() - REMEMBERED)
    judged(write(site, PITCH))
    assert purge_fingerprints() == 2 * BANDS
    assert TextFingerprint.objects.count() == 2 * BANDS
    assert purge_fingerprints() == 0
