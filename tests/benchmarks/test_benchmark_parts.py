"""The pieces of the benchmarks that could make a figure wrong without being seen."""

import sqlite3

import pytest

from benchmarks import servers
from benchmarks.bare import Answer
from benchmarks.client import mover, status_of
from benchmarks.judge import judging
from benchmarks.load import WrongAnswers, measured, run_load
from benchmarks.plan import Plan, Sample
from benchmarks.publication import get
from benchmarks.rounds import Measured, alternate, row
from benchmarks.texts import comments

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_an_answer_is_complete_at_its_last_byte_and_not_before(length):
    assert status_of(WHOLE[:length]) is None
    assert status_of(WHOLE) == 200


def test_a_304_is_complete_without_a_length_and_another_answer_is_refused():
    assert status_of(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n") == 304
    with pytest.raises(ValueError, match="Content-Length"):
        status_of(b"HTTP/1.1 200 OK\r\n\r\nbody")


def test_the_middle_round_counts_and_the_ratio_is_of_the_rounds():
    pairs = [(Measured(10.0), Measured(100.0)), (Measured(40.0), Measured(80.0))]
    pairs.append((Measured(30.0), Measured(90.0)))
    middle = row("part", "what", "unit", pairs, limit_is="limit")
    assert (middle.product.per_second, middle.limit.per_second) == (30.0, 90.0)
    assert middle.ratio == pytest.approx(1 / 3)
    assert middle.ratios == (0.1, 0.5)


def test_product_and_limit_take_turns_in_going_first():
    order = []

    def side(name):
        return lambda: order.append(name) or Measured(1.0)

    alternate(2, side("product"), side("limit"))
    assert order == ["product", "limit", "limit", "product"]


def test_with_pauses_of_its_own_the_client_counts_the_answers_time_alone():
    sample = Sample(began=0.0, ended=10.0, latencies=[0.1, 0.1, 0.2, 0.1])
    assert measured([sample]).per_second == pytest.approx(0.4)
    assert measured([sample], busy_only=True).per_second == pytest.approx(8.0)
    assert measured([sample]).p50_ms == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("whole", "start", "counted"),
    [(10.0, 2.0, 8.0), (10.0, 5.0, 10.0), (10.0, 9.9, 10.0), (2.0, 2.4, 2.0)],
)
def test_start_is_left_out_of_judging_unless_that_leaves_only_noise(whole, start, counted):
    assert judging(whole, start) == counted


def test_the_texts_are_the_same_each_time_all_different_and_as_long_as_comments_are():
    texts = comments(500, seed=1)
    assert texts == comments(500, seed=1)
    assert len(set(texts)) == 500
    assert 120 <= sorted(map(len, texts))[250] <= 190


def test_before_a_cold_request_every_article_moves_to_another_version(tmp_path):
    file = tmp_path / "articles.sqlite3"
    articles = sqlite3.connect(file, isolation_level=None)
    articles.execute("CREATE TABLE articles_article (version INTEGER)")
    articles.execute("INSERT INTO articles_article VALUES (1), (7)")
    move = mover(str(file))
    move()
    move()
    assert articles.execute("SELECT version FROM articles_article").fetchall() == [(3,), (9,)]
    for connection in (articles, move.func.__self__):
        connection.close()


@pytest.mark.processes
def test_the_bare_server_gives_the_recorded_bytes_and_a_wrong_status_is_no_figure():
    answer = Answer("200 OK", [("Content-Length", "4"), ("X-Kind", "recorded")], b"body")
    with servers.bare([answer]) as port:
        again = servers.record(port, get("/0"))
        assert (again.body, dict(again.headers)["x-kind"]) == (b"body", "recorded")
        plan = Plan(port, (get("/0"),), status=200, connections=2, seconds=0.05)
        assert all(sample.latencies for sample in run_load(plan, processes=2))
        once = Plan(port, (get("/0"),) * 5, status=304, connections=1, seconds=5, once=True)
        with pytest.raises(WrongAnswers, match="200: 5"):
            run_load(once)
