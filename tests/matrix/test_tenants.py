"""Whoever is somebody at site A is nobody at site B: every route, every role, every foreign id.

The routes are Django's own map of them, so a new one is walked from its first day. What may be
answered is: unknown (404), not yours (403), who are you (401, or the sign-in page), not this way
(405). Else the route stands in OPEN, with the reason. In no answer is a word that only the people
of site B may read, and nothing of B's is changed.
"""

import itertools

from django.db import connection

from tests.matrix.callers import EVERY_ROLE, NOBODY, READER, SERVER, STAFF, caller
from tests.matrix.kinds import Word, kind_of, slug
from tests.matrix.open_routes import NOTHING_TO_DO, OPEN, OWN_WORDS, SIGNED, said_to
from tests.matrix.url_map import every_route
from tests.matrix.watch import MARK, Watch, is_refused

ROUTES = every_route()


def naming():
    """Every route that names a row. Raises AssertionError for an argument of no known kind."""
    kinds = [[kind_of(route, argument) for argument in route.arguments] for route in ROUTES]
    of_rows = [any(not isinstance(kind, Word) for kind in each) for each in kinds]
    return list(itertools.compress(ROUTES, of_rows))


def addresses(route, ours, theirs):
    """Yield each address that names something of theirs, alone or below our site."""
    kinds = [kind_of(route, argument) for argument in route.arguments]
    foreign = [kind(theirs) for kind in kinds]
    whole = itertools.product(*foreign) if route.path not in SIGNED else ()
    below = ()
    if len(kinds) > 1 and kinds[0] is slug and route.path not in OWN_WORDS:
        below = itertools.product([ours.site.slug], *foreign[1:])
    for values in (*whole, *below):
        yield route.filled(dict(zip(route.arguments, values, strict=True)))


def faults_of(somebody, routes, sites):
    """Call all that names something of the other site; return what should not have happened."""
    ours, theirs = sites
    watch, faults = Watch(theirs.site), set()
    for route in routes:
        for path, method in itertools.product(addresses(route, ours, theirs), route.methods):
            said, headers = said_to(route, method)
            with connection.execute_wrapper(watch):
                answer = somebody.send(method, path, said, **headers)
            place = f"{method} {route.path} ({route.name}): {answer.status_code}"
            readable = method == "GET" and route.path in OPEN and answer.status_code < 400
            done = (method, route.path) in NOTHING_TO_DO and answer.status_code == 204
            if not (readable or done or is_refused(answer, path)):
                faults.add(f"{place} is no refusal")
            if MARK.encode() in answer.content:
                faults.add(f"{place} shows a word of the other site")
            faults |= {f"{place} changes {table}" for table in watch.changed()}
    return sorted(faults)


def test_who_has_every_role_at_one_site_reaches_nothing_of_another(sites):
    assert faults_of(caller(EVERY_ROLE, sites[0]), naming(), sites) == []


def test_neither_nobody_nor_a_reader_nor_a_server_reaches_anything_of_another_site(sites):
    assert faults_of(caller(NOBODY, sites[0]), naming(), sites) == []
    beside_the_desk = [route for route in naming() if not route.path.startswith("admin/")]
    for name in (READER, SERVER):
        assert faults_of(caller(name, sites[0]), beside_the_desk, sites) == [], name


def test_no_single_role_reaches_anything_of_another_site(sites):
    """Django's own pages of a row are asked above: all of them have one look-up."""
    routes = [each for each in naming() if "<path:object_id>" not in each.path]
    for role in STAFF:
        assert faults_of(caller(role, sites[0]), routes, sites) == [], role


def test_no_page_without_an_id_shows_a_word_of_another_site(sites):
    plain = [route for route in ROUTES if not route.arguments and "GET" in route.methods]
    somebody, watch = caller(EVERY_ROLE, sites[0]), Watch(sites[1].site)
    with connection.execute_wrapper(watch):
        for route in plain:
            answer = somebody.send("GET", f"/{route.path}")
            # Without workers the service says of itself that it is not ready.
            assert answer.status_code < 500 or route.name == "readyz", route.path
            shown = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert MARK.encode() not in shown, route.path
    assert watch.changed() == []


def test_every_row_that_an_address_can_name_is_there(sites):
    """Else the walk would pass a route by."""
    for route in naming():
        for argument in route.arguments:
            there = kind_of(route, argument)(sites[1])
            assert there or "workerheartbeat" in route.path, (route.path, argument)


def test_what_is_open_is_a_route():
    assert {*OPEN, *SIGNED, *OWN_WORDS} <= {route.path for route in ROUTES}
