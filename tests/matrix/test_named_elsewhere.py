"""What a parameter or a body names of another site is as unknown as in the path."""

from django.db import connection

from tests.matrix.callers import EVERY_ROLE, NOBODY, READER, SERVER, caller
from tests.matrix.kinds import kind_of
from tests.matrix.parameters import (
    CALLS,
    NAMES_NOTHING_FOREIGN,
    PARAMETERS,
    bodies,
    fields,
    names_a_row,
    operations,
    queries,
)
from tests.matrix.url_map import ARGUMENT, every_route
from tests.matrix.watch import MARK, Watch

ROUTES = {"/" + ARGUMENT.sub(r"{\1}", route.path): route for route in every_route()}


def at(path, ours):
    """The address of the call, about what is of our site."""
    route = ROUTES[path]
    return route.filled({each: kind_of(route, each)(ours)[0] for each in route.arguments})


def callers_of(operation):
    """Whom the document lets call; nobody knows better than who has every role."""
    ways = {way for each in operation.get("security", ()) for way in each}
    by_way = {"staffSession": EVERY_ROLE, "readerToken": READER, "siteKey": SERVER}
    return [name for way, name in by_way.items() if way in ways] or [NOBODY]


def test_every_parameter_and_field_is_told():
    """A new one is named in parameters.py: what it names, or that it names nothing."""
    for call, operation in operations():
        assert set(queries(operation)) <= set(PARAMETERS), f"add to PARAMETERS what {call} takes"
        if any(map(names_a_row, fields(operation))) and call not in NAMES_NOTHING_FOREIGN:
            assert call in CALLS, f"add to bodies() one for each row that {call} can name"


def test_a_parameter_opens_nothing_of_another_site(sites):
    ours, theirs = sites
    watch = Watch(theirs.site)
    for call, operation in operations():
        verb, path = call.split()
        for name in queries(operation):
            for value in PARAMETERS[name](theirs) if PARAMETERS[name] else ():
                for who in callers_of(operation):
                    with connection.execute_wrapper(watch):
                        answer = caller(who, ours).send(
                            verb.upper(), f"{at(path, ours)}?{name}={value}"
                        )
                    place = (call, name, who, answer.status_code)
                    assert answer.status_code < 500, place
                    assert MARK.encode() not in answer.content, place
                    assert watch.changed() == [], place
                    if "/moderation/" in path:
                        assert answer.status_code >= 400, place


def test_a_body_reaches_nothing_of_another_site(sites):
    ours, theirs = sites
    watch, said = Watch(theirs.site), bodies(theirs)
    assert set(said) == CALLS
    for call, operation in operations():
        verb, path = call.split()
        for body in said.get(call, ()):
            for who in callers_of(operation):
                with connection.execute_wrapper(watch):
                    answer = caller(who, ours).send(verb.upper(), at(path, ours), body)
                place = (call, body, who, answer.content)
                # 400 says of a parent what it says of one that nobody has: none of this article.
                assert answer.status_code in {400, 403, 404}, place
                assert MARK.encode() not in answer.content, place
                assert watch.changed() == [], place
