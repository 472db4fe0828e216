"""A comment and the removed one that it answers, both changed at once: nobody waits in a circle.

RACE_ROUNDS sets how often.
"""

import os
from functools import partial

import pytest

from articles.errors import DomainError
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment
from discussion.verification import ledger_faults
from moderation.policy.types import Outcome
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(int(os.environ.get("RACE_ROUNDS", "5")))
LATE = "stale"


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def rosa(site):
    return factories.make_moderator(site)


def thread(site, number):
    """Three published comments, each answering the one before."""
    article = factories.make_article(site, f"Day {number}")
    above = None
    for name in ("Ada", "Ben", "Cara"):
        author = f"{name} {number}"
        above = factories.published(article, f"{author} speaks.", author=author, parent=above)
        yield above


def attempt(act):
    """The code of the refusal, or "" where there was none."""
    try:
        act()
    except DomainError as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("number", ROUNDS)
def test_a_withdrawal_and_the_return_of_what_it_answers(site, rosa, number):
    top, middle, last = thread(site, number)
    factories.decide(middle, rosa, Outcome.REJECT)
    withdraw = partial(withdraw_comment, factories.fresh(last))
    restore = partial(factories.decide, middle, rosa, Outcome.PUBLISH)
    codes = at_once(partial(attempt, withdraw), partial(attempt, restore))
    assert codes[0] == "" and codes[1] in {"", LATE}
    places = Comment.objects.filter(pk__in=[top.pk, middle.pk, last.pk]).order_by("pk")
    back = codes[1] == ""
    assert list(places.values_list("status", "listed")) == [
        ("published", True),
        ("published" if back else "rejected", back),
        ("withdrawn", False),
    ]
    assert list(ledger_faults()) == []
