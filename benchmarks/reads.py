"""How fast a page of a thread is answered: beside a bare answer of the same bytes and headers and
a file in nginx; and, while the thread is written to, beside while it is not.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings

from articles.models import Article
from benchmarks import servers
from benchmarks.bare import Answer
from benchmarks.busy import written_to
from benchmarks.load import measured, run_load
from benchmarks.options import Options
from benchmarks.plan import Plan
from benchmarks.publication import Publication, comments_path, get
from benchmarks.rounds import Measured, Row, alternate, row
from benchmarks.seeding import seed_thread
from benchmarks.static_files import is_installed, static_files

CLIENTS = 2
LIMIT_IS = "granian, same bytes"
NGINX_IS = "nginx, a file of the same bytes"
QUIET_IS = "the same, nobody writing"
# Two comments a second are seen only by who looks for longer than at other pages.
BUSY_TIMES = 6
# The most that one page shows; a thread up to SMALL is whole on any page.
SMALL = 100
WHOLE = "?limit=100&replies_limit=50"


@dataclass(frozen=True, slots=True)
class Case:
    """One page asked for in one way, over so many connections; `article` is the one it is of."""

    what: str
    request: bytes
    status: int
    connections: int
    article: Article
    cold: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the product answers, and the servers of its limits; no nginx where it is missing."""

    product: int
    bare: int
    nginx: int | None


def measure(options: Options, publication: Publication) -> list[Row]:
    """Return a row for each size of thread, way of asking and number of connections."""
    articles = {size: _thread(publication, size) for size in options.sizes}
    known = comments_path(next(iter(articles.values())))
    with ExitStack() as stack:
        port = stack.enter_context(servers.product(known, workers=options.web))
        cases = [case for size, of in articles.items() for case in _cases(port, size, of)]
        # Last what changes a thread: the tags of the others are those of before.
        cases.sort(key=lambda case: case.busy or case.cold)
        answers = [servers.record(port, case.request) for case in cases]
        bare = stack.enter_context(servers.bare(answers, workers=options.web))
        nginx = None
        if is_installed():
            bodies = [answer.body for answer in answers]
            nginx = stack.enter_context(static_files(bodies, workers=CLIENTS))
        ports = Ports(port, bare, nginx)
        rows = [_rows(options, case, ports, n, answers[n]) for n, case in enumerate(cases)]
        return [one for some in rows for one in some]


def _thread(publication: Publication, size: int) -> Article:
    article = publication.new_article(f"thread-of-{size}")
    seed_thread(article, size, seed=size)
    return article


def _cases(port: int, size: int, article: Article) -> Iterator[Case]:
    path = comments_path(article)
    page = get(path)
    etag = dict(servers.record(port, page).headers)["etag"]
    unchanged = get(path, etag=etag)
    pages = {"20 roots": page}
    if size > SMALL:
        pages["100 roots"] = get(path + WHOLE)
    for connections in (1, 16):
        for name, request in pages.items():
            yield Case(f"thread of {size:,}, {name}", request, 200, connections, article)
        yield Case(f"thread of {size:,}, unchanged (304)", unchanged, 304, connections, article)
    busy = Case(f"thread of {size:,}, written to twice a second", page, 200, 16, article, busy=True)
    yield busy
    for name, request in pages.items():
        yield Case(f"thread of {size:,}, {name}, cold", request, 200, 1, article, cold=True)


def _rows(options: Options, case: Case, ports: Ports, place: int, answer: Answer) -> Iterator[Row]:
    what = f"{case.what}, {len(answer.body) / 1024:.0f} KB, {case.connections} conn."
    product = _load(options, case, ports.product, case.request)
    for of_product, limit, limit_is in _sides(options, case, ports, place, product):
        pairs = alternate(options.rounds, of_product, limit)
        yield row("reads", what, "requests/s", pairs, limit_is=limit_is)


Side = Callable[[], Measured]


def _sides(
    options: Options, case: Case, ports: Ports, place: int, product: Side
) -> Iterator[tuple[Side, Side, str]]:
    """Yield what is measured in turn: the product, a limit, and what that limit is."""
    if case.busy:
        longer = replace(options, seconds=options.seconds * BUSY_TIMES)
        load = _load(longer, case, ports.product, case.request)
        yield partial(_written_to, case.article, load), load, QUIET_IS
        return
    yield product, _load(options, case, ports.bare, get(f"/{place}")), LIMIT_IS
    if case.status == 200 and ports.nginx is not None and not case.cold:
        yield product, _load(options, case, ports.nginx, get(f"/{place}")), NGINX_IS


def _written_to(article: Article, load: Side) -> Measured:
    with written_to(article):
        return load()


def _load(options: Options, case: Case, port: int, request: bytes) -> Side:
    plan = Plan(
        port=port,
        requests=(request,),
        status=case.status,
        connections=case.connections,
        seconds=options.seconds,
        moved=_database() if case.cold else "",
    )
    return partial(_measured, plan, cold=case.cold)


def _database() -> str:
    return settings.DATABASE_URL or str(settings.DATABASES["default"]["NAME"])


def _measured(plan: Plan, *, cold: bool) -> Measured:
    # To move the articles is the benchmark's own work: only the answers' time counts.
    return measured(run_load(plan, processes=CLIENTS), busy_only=cold)
