"""Nearly good requests by the hundred: none is a fault, and every refusal of the API is a problem.

`FUZZ_REQUESTS` says how many, `FUZZ_SEED` where to begin; `make soak` sends 10,000.
"""

import os
from random import Random

import pytest
from django.core.signals import got_request_exception

from tests.fuzz.good_requests import good_requests
from tests.fuzz.mutations import mutated, words
from tests.matrix.callers import EVERY_ROLE, NOBODY, READER, SERVER, caller
from tests.matrix.rows import RichSite

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "300"))
SEED = int(os.environ.get("FUZZ_SEED", "4711"))
WHO = (NOBODY, READER, SERVER, EVERY_ROLE)

pytestmark = pytest.mark.django_db


@pytest.fixture
def faults():
    """Each exception that nobody caught."""
    seen = []

    def remember(sender, request, **kwargs):
        seen.append(request.path)

    got_request_exception.connect(remember)
    yield seen
    got_request_exception.disconnect(remember)


def refuses_wrongly(path, answer):
    """Whether a refusal of the API is no problem document; its documentation is a page."""
    if path.rstrip("/") == "/api/v1/docs":
        return False
    kind = answer.headers.get("Content-Type", "")
    return path.startswith("/api/") and answer.status_code >= 400 and "problem+json" not in kind


@pytest.mark.parametrize("who", WHO)
def test_no_mutated_request_is_a_fault(who, faults, settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "1000000/minute")
    rich = RichSite("Site A", "nahwort")
    somebody, random, texts = caller(who, rich), Random(f"{SEED} {who}"), words()
    good = good_requests(rich, who)
    for number in range(REQUESTS // len(WHO)):
        asked = mutated(random.choice(good), texts, random)
        place = f"seed {SEED}, {who}, number {number}: {asked}"
        answer = somebody.client.generic(
            asked.method,
            asked.path,
            asked.body,
            content_type="application/json",
            QUERY_STRING=asked.query,
            headers={**somebody.headers, **dict(asked.headers)},
        )
        # Without workers the service says of itself that it is not ready.
        fails = answer.status_code >= 500 and asked.path != "/readyz"
        assert not fails and not faults, (answer.status_code, place)
        assert not refuses_wrongly(asked.path, answer), (answer.status_code, place)
