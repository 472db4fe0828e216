"""The queue: who gets what, for how long, and how often."""

import pytest

from moderation.models import Screening
from moderation.screenings import (
    CLAIM_ROWS,
    CLAIM_TOKENS,
    chosen,
    claim_screenings,
    finish,
    put_back,
)
from tests import factories


def waiting(tokens: int = 10, attempts: int = 0) -> Screening:
    return Screening(estimated_tokens=tokens, attempts=attempts)


def test_a_claim_takes_the_oldest_up_to_its_tokens():
    free = [waiting(900), waiting(900), waiting(900)]
    assert chosen(free) == free[:2]


def test_one_oversized_text_is_always_allowed():
    free = [waiting(CLAIM_TOKENS * 2), waiting()]
    assert chosen(free) == free[:1]


def test_a_text_begun_before_is_taken_alone():
    begun, untouched = waiting(attempts=1), waiting()
    assert chosen([begun, untouched]) == [begun]
    assert chosen([untouched, begun, waiting()]) == [untouched]


def test_nothing_is_chosen_from_nothing():
    assert chosen([]) == []


@pytest.fixture
def article(db):
    return factories.make_article()


def test_a_claim_counts_the_attempt_before_anybody_reads(article):
    factories.make_comment(article)
    assert claim_screenings("a").screenings[0].attempts == 1
    assert Screening.objects.get().attempts == 1


def test_what_one_worker_claimed_another_does_not_get(article):
    factories.make_comment(article)
    assert claim_screenings("a")
    assert claim_screenings("b") is None


def test_a_claim_is_bounded_in_rows(article):
    for number in range(CLAIM_ROWS + 3):
        factories.make_comment(article, f"comment {number}")
    assert len(claim_screenings("a").screenings) == CLAIM_ROWS
    assert len(claim_screenings("b").screenings) == 3


def test_when_the_lease_has_ended_another_worker_gets_it_and_the_late_one_ends_nothing(article):
    factories.make_comment(article)
    stalled = claim_screenings("stalled")
    factories.end_leases()
    second = claim_screenings("second")
    assert second.screenings[0].attempts == 2
    ending = Screening.Ending.DECIDED
    assert not finish(stalled.screenings[0], stalled.owner, ending)
    assert finish(second.screenings[0], second.owner, ending)
    assert not finish(second.screenings[0], second.owner, ending)


def test_what_is_put_back_waits_before_it_is_tried_again(article):
    factories.make_comment(article)
    claim = claim_screenings("a")
    put_back(claim.screenings[0], claim.owner)
    assert claim_screenings("a") is None
    factories.end_leases()
    assert claim_screenings("a").screenings[0].attempts == 2


def test_a_lease_is_renewed_when_a_third_of_it_is_gone(article, settings):
    settings.LEASE_SECONDS = 0
    factories.make_comment(article)
    claim = claim_screenings("a")
    settings.LEASE_SECONDS = 45
    claim.renew_if_due()
    unchanged = Screening.objects.get().lease_until
    claim.leased_at -= 16
    claim.renew_if_due()
    assert Screening.objects.get().lease_until > unchanged
