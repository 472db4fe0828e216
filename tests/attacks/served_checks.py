"""What has to hold of a request as it travelled."""

from typing import Any

from django.conf import settings

from discussion.models import Comment
from tests.attacks.adapter import Sent
from tests.attacks.cases import Case
from tests.attacks.served import Answer, sent
from tests.attacks.world import World


def carried_out(world: World, case: Case, answer: Answer, published: Comment, port: int) -> Sent:
    """Return what was sent, as every check reads it."""
    known: dict[str, Any] = world.reader.get(f"comments/{published.public_id}/").json()
    return Sent(
        world,
        case,
        "request",
        [answer],
        before=1,
        comment=published,
        seen_before=known,
        port=port,
    )


def links_never_built_from_host(done: Sent, limit: int) -> None:
    for host in _foreign_hosts(done):
        assert host.encode() not in done.answers[0].raw


def same_as_without(done: Sent, limit: int) -> None:
    """What everybody gets, byte for byte."""
    plain = _plain(done)
    answer = done.answers[0]
    assert (answer.content, answer.headers["ETag"]) == (plain.content, plain.headers["ETag"])


def rate_limit_not_reset(done: Sent, limit: int) -> None:
    """A caller who says to be another is counted with what they had left."""
    assert _left(_plain(done)) == _left(done.answers[0]) - 1


def _left(answer: Answer) -> int:
    """Return how many calls the caller has left."""
    return int(answer.headers["RateLimit"].partition(";r=")[2].partition(";")[0])


def no_second_request(done: Sent, limit: int) -> None:
    assert done.answers[0].raw.count(b"HTTP/1.1 ") == 1


def no_file_content(done: Sent, limit: int) -> None:
    assert done.answers[0].status_code >= 400
    assert b"root:" not in done.answers[0].raw


def _foreign_hosts(done: Sent) -> list[str]:
    headers = dict(done.case.given.get("headers", {}))
    return [value for name, value in headers.items() if name.lower().endswith("host")]


def _plain(done: Sent) -> Answer:
    head = f"GET /api/v1/{done.world.comments} HTTP/1.1\r\nHost: {settings.ALLOWED_HOSTS[0]}\r\n"
    return sent(done.port, f"{head}Connection: close\r\n\r\n".encode())


CHECKS = {
    "links_never_built_from_host": links_never_built_from_host,
    "cache_key_unchanged": same_as_without,
    "rate_limit_not_reset_by_header": rate_limit_not_reset,
    "no_second_request_served": no_second_request,
    "no_file_content": no_file_content,
}
