"""How fast a comment is taken: POST without a worker, beside a bare answer of the same bytes."""

from contextlib import ExitStack

from benchmarks import servers
from benchmarks.load import measured, run_load
from benchmarks.options import Options
from benchmarks.plan import Plan
from benchmarks.publication import Publication, comments_path
from benchmarks.rounds import Measured, Row, alternate, row
from benchmarks.texts import comments

CONNECTIONS = (1, 8)
CLIENTS = 2
# More than a second's worth; a round that has posted them all ends early.
TEXTS_A_SECOND = 2_000
LIMIT_IS = "granian, same bytes"


def measure(options: Options, publication: Publication) -> list[Row]:
    """Return a row for each number of connections."""
    path = comments_path(publication.new_article("posted-once"))
    with ExitStack() as stack:
        port = stack.enter_context(servers.product(path))
        answer = servers.record(port, publication.posts(path, comments(1, seed=0))[0])
        bare_port = stack.enter_context(servers.bare([answer]))
        return [_row(options, publication, port, bare_port, count) for count in CONNECTIONS]


def _row(
    options: Options, publication: Publication, port: int, bare_port: int, connections: int
) -> Row:
    texts = comments(max(10, int(TEXTS_A_SECOND * options.seconds)), seed=connections)
    rounds = iter(range(options.rounds))

    def of_product() -> Measured:
        # A new article each time: the same words twice in one place are refused.
        article = publication.new_article(f"posted-{connections}-{next(rounds)}")
        posts = publication.posts(comments_path(article), texts)
        plan = Plan(port, posts, 202, connections, options.seconds, once=True)
        return measured(run_load(plan, processes=CLIENTS))

    def of_limit() -> Measured:
        plan = Plan(bare_port, publication.posts("/0", texts), 202, connections, options.seconds)
        return measured(run_load(plan, processes=CLIENTS))

    pairs = alternate(options.rounds, of_product, of_limit)
    return row("verdicts", f"POST, {connections} conn.", "requests/s", pairs, limit_is=LIMIT_IS)
