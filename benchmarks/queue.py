"""How fast the queue opens with very many open items, beside a queue of one page."""

from collections.abc import Callable
from functools import partial

from django.test import Client

from articles.flows.create_site import create_site
from articles.models import Site
from benchmarks import servers
from benchmarks.load import measured, run_load
from benchmarks.options import Options
from benchmarks.plan import Plan
from benchmarks.publication import ACTOR, POLICY, Publication, comments_path
from benchmarks.queue_rows import SECTIONS, fill_queue
from benchmarks.rounds import Measured, Row, alternate, row
from benchmarks.service import collect_static
from discussion.models import User
from moderation.flows.create_moderator import create_moderator
from moderation.models import Membership
from moderation.policy.document import document_from_policy, policy_from_document, read_toml

SHORT = 100
PAGE = "/admin/moderation/reviewitem/"
ANY_SECTION = "&".join(f"section={section}" for section in SECTIONS)
# What a moderator opens: everything, a view of one label, by age, four labels of one kind and one
# of another; then what the open page asks every few seconds, and the API. Each label is one that
# every item or every fourth has, so both sides show as many rows, from the longest ranges.
PATHS = {
    "all": PAGE,
    "one label": f"{PAGE}?mode=machine",
    "by age": f"{PAGE}?waiting=30",
    "any of four labels and one": f"{PAGE}?{ANY_SECTION}&mode=machine",
    "kept up to date": f"{PAGE}live/?newest=1000000000",
    "API": "/api/v1/moderation/queue/",
}


def measure(options: Options, publication: Publication) -> list[Row]:
    """Return a row for each way of opening the queue: a ratio of 0.67 is a page that takes 1.5
    times as long.
    """
    collect_static()
    policy = document_from_policy(policy_from_document(read_toml(POLICY)))
    small = create_site(name="Benchmark Herald", document=policy, actor=ACTOR)
    fill_queue(small, SHORT, seed=1)
    fill_queue(publication.site, options.items, seed=2)
    cookies = {site.pk: _signed_in(site) for site in (publication.site, small)}
    known = comments_path(publication.new_article("queue-is-served"))
    with servers.product(known) as port:
        return [
            _row(options, port, what, path, cookies[publication.site.pk], cookies[small.pk])
            for what, path in PATHS.items()
        ]


def _row(options: Options, port: int, what: str, path: str, long: str, short: str) -> Row:
    pairs = alternate(
        options.rounds, _load(options, port, path, long), _load(options, port, path, short)
    )
    told = f"{what}, {options.items:,} open items"
    return row("queue", told, "requests/s", pairs, limit_is=f"the same with {SHORT}")


def _load(options: Options, port: int, path: str, cookie: str) -> Callable[[], Measured]:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()
    servers.record(port, request)  # compiles templates and opens connections
    plan = Plan(port=port, requests=(request,), status=200, connections=1, seconds=options.seconds)
    return partial(_measured, plan)


def _measured(plan: Plan) -> Measured:
    return measured(run_load(plan, processes=1))


def _signed_in(site: Site) -> str:
    """Return the cookie of a moderator of that site alone."""
    name = f"moderator-{site.slug}"
    create_moderator(name, sites=[site], role=Membership.Role.MODERATOR, actor=ACTOR)
    client = Client()
    client.force_login(User.objects.get(username=name))
    return "; ".join(f"{key}={value.value}" for key, value in client.cookies.items())
