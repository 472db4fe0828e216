"""Each attack on a whole request, against the web server that the product is run with."""

import contextlib
import socket
import time
from pathlib import Path

import pytest
from django.conf import settings as deployed

from tests.attacks.cases import ALL
from tests.attacks.checks import assert_expected
from tests.attacks.result import Result
from tests.attacks.served import Answer, is_served, request_of, sent, server
from tests.attacks.served_checks import carried_out

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

REQUESTS = [case for case in ALL if is_served(case)]


@pytest.fixture(scope="module")
def port(django_db_setup):
    with server() as port:
        yield port


@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: case.id)
def test_a_request_comes_to_what_it_expects(committed, port, case, record_property):
    result = Result(record_property, case.group, case.tier)
    published = committed.comment()
    request = request_of(committed, case, str(published.public_id))
    began = time.perf_counter()
    answer = sent(port, request)
    result.took(time.perf_counter() - began, case.limit("time_ms_max"))
    assert isinstance(answer, Answer)
    assert_expected(carried_out(committed, case, answer, published, port))


def test_others_are_answered_while_bodies_drip_in(committed, port):
    """Of nobody known no body is waited for; of readers the proxy in front waits for it."""
    host = f"Host: {deployed.ALLOWED_HOSTS[0]}\r\n"
    head = f"POST /api/v1/{committed.comments} HTTP/1.1\r\n{host}"
    head += "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    with contextlib.ExitStack() as slow:
        for _ in range(50):
            connection = slow.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            connection.sendall(head.encode())
        good = f"GET /api/v1/{committed.comments} HTTP/1.1\r\n{host}Connection: close\r\n\r\n"
        assert sent(port, good.encode()).status_code == 200
    assert committed.stored() == 0


def test_the_proxy_in_front_waits_for_whole_requests_and_ends_slow_ones():
    proxy = Path("deploy/nginx.conf").read_text("utf-8")
    for line in ("proxy_request_buffering on;", "client_body_timeout 10s;"):
        assert line in proxy
