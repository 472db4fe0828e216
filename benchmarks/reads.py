"""How fast a page of a thread is answered, beside a bare answer of the same bytes and headers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from benchmarks import servers
from benchmarks.bare import Answer
from benchmarks.load import measured, run_load
from benchmarks.options import Options
from benchmarks.plan import Plan
from benchmarks.publication import Publication, comments_path, get
from benchmarks.rounds import Measured, Row, alternate, row
from benchmarks.seeding import seed_thread

CLIENTS = 2
LIMIT_IS = "granian, same bytes"
# The most that one page shows; a thread up to SMALL is whole on any page.
SMALL = 100
WHOLE = "?limit=100&replies_limit=50"


@dataclass(frozen=True, slots=True)
class Case:
    """One page asked for in one way, over so many connections."""

    what: str
    request: bytes
    status: int
    connections: int
    cold: bool = False


def measure(options: Options, publication: Publication) -> list[Row]:
    """Return a row for each size of thread, way of asking and number of connections."""
    paths = {size: _thread(publication, size) for size in options.sizes}
    with ExitStack() as stack:
        port = stack.enter_context(servers.product(next(iter(paths.values()))))
        cases = [case for size, path in paths.items() for case in _cases(port, size, path)]
        answers = [servers.record(port, case.request) for case in cases]
        bare_port = stack.enter_context(servers.bare(answers))
        return [
            _row(options, case, port, bare_port, place, answers[place])
            for place, case in enumerate(cases)
        ]


def _thread(publication: Publication, size: int) -> str:
    article = publication.new_article(f"thread-of-{size}")
    seed_thread(article, size, seed=size)
    return comments_path(article)


def _cases(port: int, size: int, path: str) -> Iterator[Case]:
    page = get(path)
    etag = dict(servers.record(port, page).headers)["etag"]
    unchanged = get(path, etag=etag)
    pages = {"20 roots": page}
    if size > SMALL:
        pages["100 roots"] = get(path + WHOLE)
    for connections in (1, 16):
        for name, request in pages.items():
            yield Case(f"thread of {size:,}, {name}", request, 200, connections)
        yield Case(f"thread of {size:,}, unchanged (304)", unchanged, 304, connections)
    for name, request in pages.items():
        yield Case(f"thread of {size:,}, {name}, cold", request, 200, 1, cold=True)


def _row(
    options: Options, case: Case, port: int, bare_port: int, place: int, answer: Answer
) -> Row:
    of_product = _load(options, case, port, case.request)
    of_limit = _load(options, case, bare_port, get(f"/{place}"))
    what = f"{case.what}, {len(answer.body) / 1024:.0f} KB, {case.connections} conn."
    pairs = alternate(options.rounds, of_product, of_limit)
    return row("reads", what, "requests/s", pairs, limit_is=LIMIT_IS)


def _load(options: Options, case: Case, port: int, request: bytes) -> Callable[[], Measured]:
    plan = Plan(
        port=port,
        requests=(request,),
        status=case.status,
        connections=case.connections,
        seconds=options.seconds,
        flushed=settings.REDIS_URL if case.cold else "",
    )
    return partial(_measured, plan, cold=case.cold)


def _measured(plan: Plan, *, cold: bool) -> Measured:
    # Emptying the cache is the benchmark's own work: only the answers' time counts.
    return measured(run_load(plan, processes=CLIENTS), busy_only=cold)
