"""A deployment ends a worker in the middle of a backlog."""

import pytest

from moderation.models import Screening
from moderation.screenings import CLAIM_TOKENS
from tests import factories
from tests.route.processes import Worker
from tests.services.until import until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

BACKLOG = 30


def test_it_stores_what_it_has_read_and_leaves_the_rest_free(tmp_path):
    article = factories.make_article()
    for number in range(BACKLOG):
        factories.make_comment(article, f"STUB:SLOW_1S {number}")
    # Each a claim of its own.
    Screening.objects.update(estimated_tokens=CLAIM_TOKENS)
    with (tmp_path / "log").open("w") as log:
        worker = Worker(log, stub=True, LEASE_SECONDS="60")
        until(lambda: Screening.objects.filter(ending="decided").exists(), what="a decision")
        worker.stop()
    assert worker._process.returncode == 0  # it was not killed
    assert Screening.objects.filter(finished_at=None).count() > BACKLOG / 2
    assert not Screening.objects.filter(finished_at=None, attempts__gt=0).exists()
