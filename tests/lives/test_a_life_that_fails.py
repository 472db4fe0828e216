"""What the machine does not miss, it does not watch over: each safeguard is taken away alone, and a
short life finds that it is gone. With all of them the same life is sound.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from unittest.mock import MagicMock, patch

import pytest
from django.db.models import F

from discussion.models import Comment
from moderation.models import Sanction
from tests.lives.machine import Life, World
from tests.races.acts import ACTS

pytestmark = pytest.mark.django_db

ACT = {act.name: act for act in ACTS}


def posted(life, author="Ada", words="Fair"):
    return life.post(author=author, words=words, death=None)


def held(life):
    comment = posted(life, words="idiot")
    life.judge(death=None)
    return comment


def one_is_withdrawn_before_it_is_judged(life):
    life.act(comment=posted(life), act=ACT["withdraw"], death=None)


def one_that_is_always_held_is_judged(life):
    life.sanction(author="Mal", kind=Sanction.Kind.ALWAYS_HOLD)
    posted(life, author="Mal")
    life.judge(death=None)


def two_decide_on_what_both_saw(life):
    life.two_decide(comment=held(life), first=ACT["publish"], second=ACT["reject"])


def many_die_at_a_decision(life):
    comment = held(life)
    for statements in range(0, 45, 5):
        life.act(comment=comment, act=ACT["reject"], death=statements)
        life.everything_holds()


def nothing(*_):
    return []


def taken_without_comparing(comment):
    Comment.objects.filter(pk=comment.pk).update(version=F("version") + 1)
    # As whoever reads it again and asks nobody: else its place in the audit chain would tell.
    comment.refresh_from_db()


# Whose absence, put in its place by what, a life finds; and by which of the invariants.
SAFEGUARDS = {
    "the job of judging": ("moderation.intake.Screening", MagicMock(), posted, "i4"),
    "the end of jobs that are moot": (
        "moderation.intake.drop_moot",
        nothing,
        one_is_withdrawn_before_it_is_judged,
        "i4",
    ),
    "that the version is compared": (
        "discussion.flows.set_status.lock_version",
        taken_without_comparing,
        two_decide_on_what_both_saw,
        "i3",
    ),
    "that all or nothing is stored": (
        "articles.changes.transaction",
        SimpleNamespace(atomic=nullcontext),
        many_die_at_a_decision,
        "i3",
    ),
    "the statement of reasons": (
        "discussion.flows.set_status.write_statement",
        nothing,
        held,
        "i5",
    ),
    "that a sanction is heeded": (
        "moderation.flows.store_findings.circumstances",
        nothing,
        one_that_is_always_held_is_judged,
        "i2",
    ),
}


@contextmanager
def a_life() -> Iterator[Life]:
    Life.world = World.make()
    life = Life()
    life.begin()
    try:
        yield life
    finally:
        life.end()


@pytest.mark.parametrize("name", SAFEGUARDS)
def test_a_life_finds_that_it_is_gone(name):
    at, instead, lived, invariant = SAFEGUARDS[name]
    with (
        pytest.raises(AssertionError, match=f"^{invariant}_"),
        a_life() as life,
        patch(at, instead),
    ):
        lived(life)
        life.everything_holds()


@pytest.mark.parametrize("lived", dict.fromkeys(row[2] for row in SAFEGUARDS.values()))
def test_the_same_life_is_sound_with_all_of_them(lived):
    with a_life() as life:
        lived(life)
        life.everything_holds()
        life.nothing_is_half_done()
