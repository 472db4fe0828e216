"""Whatever the document allows, and what it does not, is answered as the document says: by a status
that it names, in a form that it describes, and never by a fault.

Schemathesis makes the requests up from docs/openapi.yaml. `SCHEMA_REQUESTS` says how many for each
call and caller; `make fuzz` has the long run.
"""

import copy
import gzip
import os
from functools import cache
from pathlib import Path

import pytest
import requests
import schemathesis
import yaml
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.matrix.callers import EVERY_ROLE, NOBODY, READER, SERVER, caller
from tests.matrix.kinds import kind_of
from tests.matrix.rows import RichSite
from tests.matrix.url_map import ARGUMENT, every_route

REQUESTS = int(os.environ.get("SCHEMA_REQUESTS", "3"))
DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
ORIGIN = "http://testserver"
# The document names no 500; where it names 501 or 503, that is an answer like any other.
CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
STRANGER = "every role at another site"
ROUTES = {"/" + ARGUMENT.sub(r"{\1}", route.path): route for route in every_route()}

pytestmark = pytest.mark.django_db


@pytest.fixture
def sites(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "1000000/minute")
    return RichSite("Site A", "nahwort"), RichSite("Site B", "fernwort")


@cache
def document():
    return yaml.safe_load(DOCUMENT.read_text())


def operations(document):
    found = schemathesis.openapi.from_dict(document).get_all_operations()
    return [operation.ok() for operation in found]


def rows(operation, rich):
    """Return by name what the address may have of the site; a name without any is left as it is."""
    route = ROUTES[operation.path]
    named = {argument: kind_of(route, argument)(rich) for argument in route.arguments}
    return {argument: st.sampled_from(values) for argument, values in named.items() if values}


def send(somebody, case):
    """Send it through Django's own client; return the answer as Schemathesis reads it."""
    said = case.as_transport_kwargs(base_url=ORIGIN)
    said.pop("cookies", None)
    asked = requests.Request(**said).prepare()
    headers = {name: value for name, value in asked.headers.items() if name != "Content-Length"}
    answer = somebody.client.generic(
        asked.method,
        asked.url.removeprefix(ORIGIN),
        asked.body or b"",
        content_type=headers.pop("Content-Type", "application/json"),
        headers={**headers, **somebody.headers},
    )
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Response(
        status_code=answer.status_code,
        headers={name: [value] for name, value in answer.headers.items()},
        content=gzip.decompress(content) if answer.has_header("Content-Encoding") else content,
        request=asked,
        elapsed=0,
        verify=False,
    )


def ask(somebody, operation, known):
    """Send the operation as often as is asked for. Raises FailureGroup for an answer that is not as
    the document says; nothing of it stays.
    """

    @settings(
        max_examples=REQUESTS,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(), st.fixed_dictionaries(known))
    def sent(case, ids):
        case.path_parameters = {**(case.path_parameters or {}), **ids}
        with transaction.atomic():
            answer = send(somebody, case)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    sent()


@pytest.mark.parametrize("who", [NOBODY, READER, SERVER, EVERY_ROLE, STRANGER])
def test_every_call_is_answered_as_the_document_says(who, sites):
    ours, theirs = sites
    somebody = caller(EVERY_ROLE, theirs) if who == STRANGER else caller(who, ours)
    for operation in operations(document()):
        ask(somebody, operation, rows(operation, ours))


def test_no_fault_is_an_answer_that_the_document_names():
    """Else a fault would fit it."""
    assert not [
        each for each in operations(document()) if "500" in each.definition.raw["responses"]
    ]


@pytest.mark.parametrize(("told", "missing"), [("responses", "Undocumented"), ("schema", "schema")])
def test_an_answer_that_the_document_does_not_name_is_found(told, missing, sites):
    broken = copy.deepcopy(document())
    responses = broken["paths"]["/api/v1/sites/{site}/policy/"]["get"]["responses"]
    if told == "responses":
        responses["201"] = responses.pop("200")
    else:
        responses["200"]["content"]["application/json"]["schema"] = {"type": "integer"}
    (operation,) = [each for each in operations(broken) if each.path.endswith("/policy/")]
    with pytest.raises(FailureGroup, match=missing):
        ask(caller(NOBODY, sites[0]), operation, rows(operation, sites[0]))
