"""The WSGI callable in front of Django's: the public page of an article's comments, at once.

Django's middleware, routing and REST framework take some twenty times as long as such an answer
itself. So the lane answers what it knows to be the same for everybody; whatever it does not know
goes to Django: any other address, a token, a cookie, a strange parameter, and every refusal.

- What it answers is what Django's view would: both take the page from `finished_page`, and the
  headers around it are those that Django gave such an answer before (forms.py). A test holds the
  two equal, header by header.
- It is as true as Django's: every request reads the article's version, which names the page.
- It counts: each request once, in the bucket of the view, whoever answers it at last.

It writes a line of the log only at the level `debug`: a line costs more than the answer.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import structlog
from django.db import Error

from articles.api.coding import tag_in
from articles.api.conditional import names
from articles.api.problems import Problem
from articles.errors import DomainError
from articles.ids import new_public_id
from discussion.api.address import network_in
from discussion.api.cors import lists_origin
from discussion.api.listing import Written
from discussion.api.page_cache import finished_page
from discussion.api.tally import Count
from discussion.api.throttles import COUNTED, counted, rate_headers
from discussion.lane.forms import Forms, Kind, StartResponse
from discussion.lane.question import Question, question_of
from discussion.lane.subject import asked_of, subject_of

Environ = dict[str, Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

BUCKET = "read"
OK, NOT_MODIFIED = "200 OK", "304 Not Modified"
NOTHING: Written = (b"", {})

log = structlog.get_logger("discussion.requests")
_levels = logging.getLogger("discussion.requests")


class Answer(NamedTuple):
    """A kind of answer, the headers that are its own (by lower-case name), and its body."""

    kind: Kind
    own: dict[str, str]
    body: bytes


class FastLane:
    """Answers by itself, or hands over to `django`."""

    def __init__(self, django: Application) -> None:
        self._django = django
        self._forms = Forms()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        question = question_of(environ)
        if question is None:
            return self._django(environ, start_response)
        counts = counted(BUCKET, network_in(environ))
        environ[COUNTED] = (BUCKET, counts)
        answer = _answer(question, counts) if counts[-1].allowed else None
        if answer is None:
            return self._django(environ, start_response)
        headers = self._forms.filled(answer.kind, answer.own)
        if headers is None:
            learning = self._forms.learning(answer.kind, answer.own, start_response)
            return self._django(environ, learning)
        if _levels.isEnabledFor(logging.DEBUG):
            _note(environ, answer)
        start_response(answer.kind.status, headers)
        return [answer.body]


def _answer(question: Question, counts: Sequence[Count]) -> Answer | None:
    """Return the answer; None where Django has something else to say."""
    subject = subject_of(question.article_id)
    if subject is None:
        return None
    asked, tag = asked_of(question.article_id, question.query, subject)
    try:
        has_origin = lists_origin(question.article_id, question.origin)
        if names(question.known, tag):
            status, page = NOT_MODIFIED, NOTHING
        else:
            status, page = OK, finished_page(asked, tag, question.coding)
    except (Problem, DomainError, Error):
        return None
    body, links = page
    rates = rate_headers(BUCKET, counts)
    own = {
        "etag": tag_in(tag, question.coding),
        "content-length": str(len(body)),
        "ratelimit": rates["RateLimit"],
        "ratelimit-policy": rates["RateLimit-Policy"],
        "x-request-id": str(new_public_id()),
    }
    if links:
        own["link"] = links["Link"]
    if has_origin:
        own["access-control-allow-origin"] = question.origin
    kind = Kind(status, question.coding, bool(links), has_origin, question.secure)
    return Answer(kind, own, body)


def _note(environ: Environ, answer: Answer) -> None:
    log.debug(
        "request",
        method=environ["REQUEST_METHOD"],
        route="comments",
        status=int(answer.kind.status[:3]),
        request_id=answer.own["x-request-id"],
        lane=True,
    )
