"""Threads in order: whatever refers to whatever, each comment has one place after its parent."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.imports.staging import Staging
from discussion.imports.threads_order import order


@pytest.fixture
def staging(tmp_path):
    staging = Staging.new(tmp_path / "one.staging")
    yield staging
    staging.close()


def put(staging, rows):
    """Rows are (id, parent or None, article, moment)."""
    staging.rows.executemany(
        "INSERT INTO comments (id, parent, article, author, at, status, payload)"
        " VALUES (?, ?, ?, 'a', ?, 'published', '{}')",
        rows,
    )
    staging.index()


def placed(staging):
    return {
        id_: (parent, level)
        for id_, parent, level in staging.each(
            "SELECT id, parent, level FROM comments ORDER BY told, level, seq"
        )
    }


def problems(staging):
    return Counter(dict(staging.each("SELECT code, count(*) FROM problems GROUP BY code")))


def in_order(staging, rows, stored=()):
    put(staging, rows)
    order(staging, known=lambda ids: set(ids) & set(stored))
    return placed(staging)


def test_a_reply_that_stands_before_its_parent_comes_after_it(staging):
    found = in_order(staging, [("b", "a", "x", 2), ("a", None, "x", 1)])
    assert list(found) == ["a", "b"]
    assert found["b"] == ("a", 1)


def test_a_reply_dated_before_its_parent_comes_after_it_all_the_same(staging):
    assert list(
        in_order(staging, [("b", "a", "x", 1), ("a", None, "x", 5), ("c", None, "x", 3)])
    ) == [
        "c",
        "a",
        "b",
    ]


def test_an_orphan_becomes_a_root_and_is_told(staging):
    found = in_order(staging, [("b", "gone", "x", 1)])
    assert found == {"b": (None, 0)}
    assert problems(staging) == {"orphan": 1}


def test_what_answers_a_comment_of_an_earlier_import_is_no_orphan(staging):
    assert in_order(staging, [("b", "a", "x", 1)], stored=["a"]) == {"b": ("a", 0)}
    assert problems(staging) == {}


def test_a_reply_to_another_article_becomes_a_root(staging):
    found = in_order(staging, [("a", None, "x", 1), ("b", "a", "y", 2)])
    assert found["b"] == (None, 0)
    assert problems(staging) == {"parent-elsewhere": 1}


def test_a_circle_is_cut_at_its_oldest_and_what_hangs_on_it_stays(staging):
    rows = [("a", "c", "x", 5), ("b", "a", "x", 3), ("c", "b", "x", 4), ("d", "c", "x", 9)]
    found = in_order(staging, rows)
    assert found == {"b": (None, 0), "c": ("b", 1), "a": ("c", 2), "d": ("c", 2)}
    assert problems(staging) == {"cycle": 1}


def test_a_comment_that_answers_itself_is_a_root(staging):
    assert in_order(staging, [("a", "a", "x", 1)]) == {"a": (None, 0)}


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 14), st.sampled_from("xy"), st.integers(0, 4)), max_size=12
    )
)
def test_every_comment_has_one_place_after_its_parent_whatever_the_file_says(
    tmp_path_factory, rows
):
    staging = Staging.new(tmp_path_factory.mktemp("order") / "one.staging")
    told = [(str(n), str(parent), article, at) for n, (parent, article, at) in enumerate(rows)]
    try:
        found = in_order(staging, told)
    finally:
        staging.close()
    assert sorted(found) == sorted(id_ for id_, *_ in told)
    place = {id_: number for number, id_ in enumerate(found)}
    articles = {id_: article for id_, _, article, _ in told}
    parents = {id_: parent for id_, parent, _, _ in told}
    for id_, (parent, level) in found.items():
        if parent is None:
            assert level == 0
        else:
            # Never another one than the file says, always there, before it and one level above.
            assert parent == parents[id_]
            assert articles[parent] == articles[id_]
            assert place[parent] < place[id_]
            assert level == found[parent][1] + 1
    # Only what had no place lost its parent: orphans, strays, and one of each circle.
    for id_, (parent, _) in found.items():
        if parent is None and parents[id_] in articles and articles[parents[id_]] == articles[id_]:
            assert id_ in _circle_of(id_, parents, articles)


def _circle_of(id_, parents, articles):
    seen, at = [], id_
    while at in parents and at not in seen:
        seen.append(at)
        at = parents[at] if articles.get(parents[at]) == articles[at] else None
    return seen[seen.index(at) :] if at in seen else []
